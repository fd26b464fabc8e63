import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../channel.ts';
import { mail, render } from '../templates-under-test.ts';
import { SUBJECTS } from './samples.ts';

/** The order with the text wherever somebody else writes one. */
function orderWith(text: string) {
  const { full } = SUBJECTS.order;
  return {
    ...full,
    order: { ...(full.order as object), id: text },
    customer: { name: text },
    parcel: { carrier: text, number: text, url: 'https://carrier.example/1' },
  };
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '</h1></td><td>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '&amp; &lt;b&gt;',
  '{{ brand.name }}',
  '{% for one in (1..9) %}x{% endfor %}',
  '*bold* _it_ `code` [x](http://evil.example)',
  '<!channel> <@U1> <http://evil.example|you have won>',
  '💍 кольцо é',
];

/** What HTML is made of: a value that adds to it has broken out. */
const signs = (html: string) => ['<', '>', '"'].map(sign => html.split(sign).length);
/** Where attributes stand between such, too. */
const apostrophes = (html: string) => html.split("'").length;

/** As a browser reads it. */
const read = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function html(content: Content): string {
  return content.channel === 'email' || content.channel === 'telegram' ? content.html : '';
}

describe('values', () => {
  test.each(HOSTILE)('%s is text in HTML, and is read as it was written', value => {
    for (const channel of ['email', 'telegram'] as const) {
      const made = html(render('order-shipped', channel, orderWith(value)));
      expect(signs(made)).toEqual(signs(html(render('order-shipped', channel, orderWith('x')))));
      expect(read(made)).toContain(`Tracking number: ${value}`);
    }
  });

  test.each(HOSTILE)('%s stays as it is in plain text', value => {
    expect(mail('order-shipped', orderWith(value)).text.replaceAll('\n', ' ')).toContain(`Tracking number: ${value}`);
    expect(render('order-cancelled', 'sms', orderWith(value))).toMatchObject({
      text: expect.stringContaining(value.replaceAll('`', "'")),
    });
  });

  test('neither links nor calls anybody in Slack', () => {
    const content = render('order-shipped', 'slack', orderWith('<!channel> & <http://evil.example|you>'));
    if (content.channel !== 'slack') throw new Error('not for Slack');
    for (const text of [content.text, ...content.paragraphs]) expect(text).not.toMatch(/[<>]/);
    expect(content.paragraphs.join()).toContain(
      'Tracking number: &lt;!channel&gt; &amp; &lt;http://evil.example|you&gt;',
    );
  });

  test('any value: in HTML it never breaks out, whatever else changes', () => {
    // The greeting has another form for what is no name: the same in both.
    const withoutName = (text: string) => ({ ...orderWith(text), customer: { name: null } });
    const signsOf = (channel: 'email' | 'telegram', text: string) =>
      signs(html(render('order-shipped', channel, withoutName(text))));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>&"\'{}%/ \n\0ab=;#-!', 'ж', '💍'), maxLength: 40 }),
        // One that is nothing after tidying leaves its line out.
        text => {
          fc.pre(/[^\s\0]/.test(text));
          expect(signsOf('email', text)).toEqual(signsOf('email', 'x'));
          expect(signsOf('telegram', text)).toEqual(signsOf('telegram', 'x'));
          const mails = [text, 'x'].map(one => apostrophes(html(render('order-shipped', 'email', withoutName(one)))));
          expect(mails[0]).toBe(mails[1]);
        },
      ),
    );
  });

  test('begin no line of their own, and turn nothing round', () => {
    const value = 'one\r\nBcc: all@evil.example\u2028two\u202eeerht\u0007';
    const { subject, text } = mail('order-cancelled', orderWith(value));
    expect(subject).toBe('Order one Bcc: all@evil.example twoeerht has been cancelled');
    expect(text).not.toMatch(/^Bcc/m);
  });

  test('of right to left keep their letters', () => {
    expect(mail('order-shipped', orderWith('נועה לוי')).text).toContain('Hello נועה לוי,');
  });

  test('that are no names greet nobody', () => {
    const greeted = (name: string) =>
      /^Hello.*$/m.exec(mail('order-shipped', { ...orderWith('1'), customer: { name } }).text)![0];
    expect(greeted('Anna Ivanova')).toBe('Hello Anna Ivanova,');
    expect(greeted('J. R. R. O’Neill-Šmíd')).toBe('Hello J. R. R. O’Neill-Šmíd,');
    for (const name of ['You have won! evil.example', 'http://x', 'a@b.c', '   ', '12345', 'x'.repeat(61), '<b>x']) {
      expect(greeted(name)).toBe('Hello,');
    }
  });

  test('that are very long are cut', () => {
    expect(mail('order-shipped', orderWith('x'.repeat(1_000_000))).html.length).toBeLessThan(60_000);
  });
});

describe('links', () => {
  const linkTo = (url: string) => {
    const content = render('order-shipped', 'telegram', {
      ...orderWith('1'),
      parcel: { carrier: null, number: null, url },
    });
    return content.channel === 'telegram' && content.buttons.find(({ label }) => label === 'Track the parcel');
  };

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//x.example',
    'nonsense',
    ' \tjavascript:alert(1)',
  ])('%s is left out', url => expect(linkTo(url)).toBeUndefined());

  test.each([
    ['https://x.example/a?b=1&c="2"', 'https://x.example/a?b=1&c=%222%22'],
    ['http://x.example', 'http://x.example/'],
    ['tel:+74951234567', 'tel:+74951234567'],
    ['mailto:a@x.example', 'mailto:a@x.example'],
  ])('%s leads there', (url, href) => expect(linkTo(url)).toEqual({ label: 'Track the parcel', url: href }));

  test('are attributes of HTML, escaped', () => {
    const parcel = { carrier: null, number: null, url: "https://x.example/?a=1&b='2'" };
    expect(mail('order-shipped', { ...orderWith('1'), parcel }).html).toContain(
      'href="https://x.example/?a=1&amp;b=%272%27"',
    );
  });
});
