import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what was made here stays, all else is text', () => {
  const item = html`<li title="${'"a" & <b>'}">${null}${7}</li>`;
  expect(html`<ul>${[item, '<li>']}</ul>`.text).toBe(
    '<ul><li title="&#34;a&#34; &#38; &#60;b&#62;">7</li>&#60;li&#62;</ul>',
  );
});

test('no text ends the element or the attribute that it stands in', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/);
    }),
  );
});
