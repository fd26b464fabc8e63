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
