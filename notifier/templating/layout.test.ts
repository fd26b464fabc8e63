import { readFileSync } from 'node:fs';
import mjml from 'mjml';
import { expect, test } from 'vitest';

const file = (name: string) => new URL(`../templates/${name}`, import.meta.url);

// Whoever changed layout.mjml runs `npx vitest run notifier/templating/layout.test.ts -u`.
test('the layout of e-mails is what MJML makes of its source', async () => {
  await expect(await compiled(readFileSync(file('layout.mjml'), 'utf8'))).toMatchFileSnapshot(
    file('layout.html').pathname,
  );
});

// A status or an id that can't be broken makes the table wider than its card, and what stands last is cut off.
test('the words in its tables can be broken, so that all columns are within the card', () => {
  const cell = /<td align="\{% if cell\.isNumber[\s\S]*?<\/td>/.exec(readFileSync(file('layout.mjml'), 'utf8'))![0];
  expect(cell).toContain('{% else %}word-break: break-word; overflow-wrap: anywhere;{% endif %}');
  expect(cell).not.toContain('nowrap');
});

async function compiled(source: string): Promise<string> {
  const { html, errors } = await mjml(source, { fonts: {}, validationLevel: 'strict' });
  expect(errors).toEqual([]);
  return (
    html
      // Colours that MJML takes for nothing but colours.
      .replaceAll('#acce01', '{{ accent.color }}')
      .replaceAll('#acce02', '{{ accent.on }}')
      // A third of it is indentation, which goes out with every mail.
      .replace(/^\s+/gm, '')
  );
}
