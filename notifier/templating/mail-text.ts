import type { Mail } from './mail.ts';
import type { Cell, FilledTable } from './words.ts';

const WIDTH = 72;

/** The twin of the HTML for whoever reads plain text: everything that stands there, links on lines of their own. */
export function mailText(mail: Mail): string {
  const { title, paragraphs, tables, links, after, contact, reason, telegram, unsubscribe, imprint, brand } = mail;
  const heading = wrapped(title);
  const blocks = [
    `${heading}\n${'='.repeat(Math.max(...heading.split('\n').map(lengthOf)))}`,
    ...paragraphs.map(wrapped),
    ...tables.map(tableText),
    ...links.map(({ label, url }) => `${wrapped(`${label}:`)}\n${url}`),
    ...after.map(wrapped),
    contact &&
      [wrapped(contact.sentence), contact.email, contact.phone?.label, contact.site?.url].filter(Boolean).join('\n'),
    // Mail programs fold or grey what stands below these three signs.
    ['-- ', brand.name, ...imprint.map(wrapped)].join('\n'),
    wrapped(reason),
    telegram && `${wrapped(`${telegram.label}:`)}\n${telegram.url}`,
    unsubscribe && `${wrapped(`${unsubscribe.label}:`)}\n${unsubscribe.url}`,
  ];
  return `${blocks.filter(block => block !== null).join('\n\n')}\n`;
}

/** Columns beside each other where they are narrow enough, else a few lines a row. */
function tableText({ title, columns, rows }: FilledTable): string {
  const heading = `${wrapped(title)}\n${'-'.repeat(Math.min(WIDTH, lengthOf(title)))}`;
  const widths = columns.map(({ label }, at) =>
    Math.max(lengthOf(label), ...rows.map(cells => lengthOf(cells[at]!.text))),
  );
  const lineOf = (texts: readonly { text: string; isNumber: boolean }[]) =>
    texts
      .map(({ text, isNumber }, at) => {
        const room = ' '.repeat(widths[at]! - lengthOf(text));
        return isNumber ? room + text : text + room;
      })
      .join(GAP)
      .trimEnd();
  const isNarrow = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) <= WIDTH;
  if (!isNarrow) return [heading, ...rows.map(stacked)].join('\n\n').replace('\n\n', '\n');
  const head = columns.map(({ label, isNumber }) => ({ text: label, isNumber }));
  return [heading, lineOf(head), ...rows.map(lineOf)].join('\n');
}

const GAP = '  ';

function stacked([first, ...others]: readonly Cell[]): string {
  const told = others.filter(({ text }) => text !== '').map(({ label, text }) => `• ${label}: ${text}`);
  return [wrapped(first!.text), ...told.map(wrapped)].join('\n');
}

/** Broken at spaces only: a no-break space stays what it is, and a long word stands out rather than fall apart. */
export function wrapped(text: string): string {
  return text.split('\n').map(wrapLine).join('\n');
}

function wrapLine(line: string): string {
  const lines: string[] = [];
  // What goes on below an entry of a list stands below its words.
  const indent = line.startsWith('• ') ? '  ' : '';
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && lengthOf(current) + 1 + lengthOf(word) > WIDTH) {
      lines.push(current);
      current = indent + word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}

function lengthOf(text: string): number {
  return [...text].length;
}
