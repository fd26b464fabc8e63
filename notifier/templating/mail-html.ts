import { Liquid } from 'liquidjs';
import { type Accent, accentOf } from './accent.ts';
import type { Mail } from './mail.ts';

/**
 * Makes HTML of mails by the layout (templates/layout.html), which escapes whatever is put into it.
 *
 * Liquid takes longer for the layout (0.12 ms) than all that a mail costs besides. But mails of one shape, which means
 * as many paragraphs of as many lines, with a button or without, differ in their texts alone: so Liquid fills the layout
 * once a shape, with marks, and in each mail the texts take the places of the marks.
 */
export function createMailHtml(layout: string): (mail: Mail) => string {
  const engine = new Liquid({ strictVariables: true, strictFilters: true });
  const parsed = engine.parse(layout);
  const shapes = new Map<string, readonly string[]>();

  return mail => {
    const texts: string[] = [];
    const marked = withMarks(layoutScope(mail), texts);
    const shape = JSON.stringify(marked);
    let pieces = shapes.get(shape);
    if (!pieces) {
      if (shapes.size >= MOST_SHAPES) shapes.clear();
      pieces = (engine.renderSync(parsed, marked as object) as string).split(MARK);
      shapes.set(shape, pieces);
    }
    // Every second piece is what stood in a mark.
    return pieces.map((piece, index) => (index % 2 === 0 ? piece : escapeHtml(texts[Number(piece)]!))).join('');
  };
}

const MOST_SHAPES = 500;

const MARK = /\0(\d+)\0/;

function withMarks(value: unknown, texts: string[]): unknown {
  if (typeof value === 'string') return `\0${texts.push(value) - 1}\0`;
  if (Array.isArray(value)) return value.map(one => withMarks(one, texts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMarks(inner, texts)]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For elements and for attributes between quotes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => ENTITIES[sign]!);
}

const accents = new Map<string, Accent>();

function layoutScope(mail: Mail): object {
  const { color } = mail.brand;
  const accent = accents.get(color) ?? accentOf(color);
  accents.set(color, accent);
  return {
    ...mail,
    accent,
    button: mail.links[0] ?? null,
    links: mail.links.slice(1),
    paragraphs: mail.paragraphs.map(linesOf),
    after: mail.after.map(linesOf),
  };
}

function linesOf(text: string): string[] {
  return text.split('\n');
}
