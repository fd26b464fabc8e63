import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { smsText } from './sms-text.ts';
import { loadTemplates } from './template-files.ts';
import { bundled, FRAME, mail, render, subjectOf } from './templates-under-test.ts';
import { SUBJECTS, variants } from './templating/samples.ts';

const root = mkdtempSync(join(tmpdir(), 'orderwatch-templates-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder with these files in it, and with what is said about them. */
function own(files: Record<string, string>, choice?: Parameters<typeof loadTemplates>[1]) {
  const folder = mkdtempSync(join(root, 'own-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { templates, mistakes } = loadTemplates(folder, choice);
  const said = mistakes.map(({ file, line, sentence }) => `${basename(file)}:${line ?? '-'} ${sentence}`);
  return { templates, said };
}

const written = bundled.templates.names().filter(name => name !== 'order-changed');

const GOOD = `subject: "Hello {{ order.id }}"
preview: A word
title: Hello
paragraphs:
  - One
  - "{% if price %}{{ price | money }}{% endif %}"
button: { label: Look, url: "{{ links.order }}" }
reason: Because.
`;

const REPORT = `about: digest
subject: Hello
preview: A word
title: Hello
paragraphs: [One]
tables:
  - { title: T, each: owners, columns: [
      { label: L, text: "{{ row.owner }}" }] }
reason: Because.
`;

describe('the bundled templates', () => {
  test('have no mistakes, and are these', () => {
    expect(bundled.mistakes).toEqual([]);
    const { templates } = bundled;
    expect(Object.fromEntries(templates.names().map(name => [name, templates.channelsOf(name)]))).toEqual({
      ...Object.fromEntries(
        [
          ...['order-received', 'price-ready', 'price-reminder', 'manufacturing-started', 'order-shipped'],
          ...['order-delayed', 'order-cancelled', 'order-message', 'incident', 'silence-ending'],
          ...['incident-resolved', 'incident-taken'],
        ].map(name => [name, ['email', 'sms', 'telegram', 'slack']]),
      ),
      digest: ['email', 'telegram', 'slack'],
      'partner-webhook-disabled': ['email', 'telegram', 'slack'],
      'order-changed': ['webhook'],
    });
    expect(templates.channelsOf('order-shiped')).toEqual([]);
  });

  test.each(written.flatMap(name => ['en', 'ru'].map(locale => [name, locale] as const)))(
    '%s (%s) makes a message for every channel, whatever is unknown',
    (name, locale) => {
      for (const variables of variants(SUBJECTS[subjectOf(name)])) {
        for (const channel of bundled.templates.channelsOf(name)) {
          const content = render(name, channel, variables, { locale });
          expect(JSON.stringify(content)).not.toMatch(/undefined|\{\{|\{%|\bNaN\b|\[object/);
          if (content.channel === 'sms') expect(smsText(content.text).segments).toBeLessThanOrEqual(3);
          if (content.channel !== 'email') continue;
          expect(content.subject).not.toBe('');
          expect(content.text).not.toMatch(/null/);
          expect(/[а-яё]/i.test(content.text.replace(/ООО.*/, ''))).toBe(locale === 'ru');
        }
      }
    },
  );

  test('in English everything but what others wrote is GSM-7', () => {
    const costs = written
      .filter(name => bundled.templates.channelsOf(name).includes('sms'))
      .map(name => render(name, 'sms'))
      .map(content => (content.channel === 'sms' ? smsText(content.text).encoding : 'none'));
    expect(new Set(costs)).toEqual(new Set(['GSM-7']));
  });

  test('what programs read is what they are given, as JSON', () => {
    const change = { type: 'order.status_changed', orderId: 'ORD-1', ids: { mes: 'M-7' }, status: 'SHIPPED' };
    expect(render('order-changed', 'webhook', change)).toEqual({ channel: 'webhook', body: JSON.stringify(change) });
  });

  test('a variable that is missing is an error, not a gap', () => {
    expect(() => render('order-shipped', 'sms', { order: { id: 'ORD-1' } })).toThrow(
      'Template order-shipped is not given parcel, customer, links',
    );
    expect(() => render('nothing', 'email', {})).toThrow('There is no template nothing in a locale');
    expect(() => render('partner-webhook-disabled', 'sms')).toThrow('no words for SMS');
    expect(() => render('order-shipped', 'webhook')).toThrow('order-shipped is no JSON for a webhook');
    expect(() => render('order-changed', 'email')).toThrow('There is no template order-changed');
  });
});

describe('the locale', () => {
  const choice = { fallbacks: { uk: 'ru' }, locale: 'de' };
  const { templates, said } = own(
    { 'frame.de.yaml': 'contact: Fragen?\nsite: Hilfe\ntelegram: T\nunsubscribe: Nie mehr\n' },
    choice,
  );
  const subjectIn = (locale: string) => {
    const content = templates.render('order-cancelled', 'email', SUBJECTS.order.full, { ...FRAME, locale });
    return content.channel === 'email' && content.subject;
  };

  test.each([
    ['ru-RU', 'Заказ ORD-1042 отменён'],
    ['ru_ru', 'Заказ ORD-1042 отменён'],
    ['uk-UA', 'Заказ ORD-1042 отменён'],
    ['en-GB', 'Order ORD-1042 has been cancelled'],
    // The locale of the house, of which there is no template, and then English.
    ['fr', 'Order ORD-1042 has been cancelled'],
    ['what is this?', 'Order ORD-1042 has been cancelled'],
  ])('%s', (locale, subject) => {
    expect(subjectIn(locale)).toBe(subject);
  });

  test('dates are written as where somebody lives, in the language of the text around them', () => {
    const told = (locale: string) => mail('order-cancelled', undefined, { locale }).text;
    expect(told('en')).toContain('cancelled on November 20.');
    expect(told('en-GB')).toContain('cancelled on 20 November.');
    expect(told('uk')).toContain('cancelled on November 20.');
    expect(told('ru')).toContain('отменён 20 ноября.');
  });

  test('a language that only some files speak is a mistake, unless there is a fallback', () => {
    expect(said).toHaveLength(written.length);
    expect(said).toContainEqual(
      'incident.ru.yaml:- incident is there in en and ru, but not in de as others are; write incident.de.yaml, or declare a fallback for de.',
    );
    const frame = { 'frame.de.yaml': 'contact: Fragen?\nsite: Hilfe\ntelegram: T\nunsubscribe: Nie mehr\n' };
    expect(own(frame, { fallbacks: { de: 'en' }, locale: 'de' }).said).toEqual([]);
    expect(own({ 'order-shipped.en-GB.yaml': GOOD }).said).toEqual([
      'order-shipped.en-GB.yaml:- order-shipped has words for SMS in another locale, but none in en-GB; give all of them `sms`, or none.',
    ]);
  });
});

describe('a folder of one’s own', () => {
  test('comes before the bundled one', () => {
    const { templates, said } = own({ 'order-received.en.yaml': `${GOOD}sms: Mine\n`, 'README.md': 'no template' });
    expect(said).toEqual([]);
    const text = (locale: string) => {
      const content = templates.render('order-received', 'sms', SUBJECTS.order.full, { ...FRAME, locale });
      return content.channel === 'sms' && content.text;
    };
    expect(text('en')).toBe('Mine');
    expect(text('ru')).toContain('принят');
  });

  test('may have templates of other names', () => {
    const { templates, said } = own({ 'engraving.en.yaml': GOOD, 'engraving.ru.yaml': GOOD });
    expect(said).toEqual([]);
    expect(templates.channelsOf('engraving')).toEqual(['email', 'telegram', 'slack']);
  });

  test('that is not there is a mistake', () => {
    const { mistakes, templates } = loadTemplates(join(root, 'none'));
    expect(mistakes).toEqual([
      {
        file: join(root, 'none'),
        line: null,
        sentence: expect.stringMatching(/^The folder of templates can't be read: ENOENT/),
      },
    ]);
    expect(templates.names()).toContain('order-shipped');
  });

  const line = (text: string) => `${GOOD}${text}`;
  test.each([
    [
      'a key that there is not',
      line('titel: x'),
      ['9 `titel` is no key of a template. Did you mean title? It has about, subject,'],
    ],
    [
      'one in the button',
      GOOD.replace('label:', 'lable:'),
      ['7 `label` is missing: What stands on it.', '7 `lable` is no key of `button`. Did you mean label?'],
    ],
    [
      'a key that is missing',
      GOOD.replace(/^title.*\n/m, ''),
      ['1 `title` is missing: What happened, in one sentence.'],
    ],
    ['no text', GOOD.replace('Because.', '[1]'), ['8 `reason` is a list; it must be text']],
    ['a number', GOOD.replace('Because.', '12'), ['8 `reason` is the number 12; it must be text; put it in quotes.']],
    ['an empty text', GOOD.replace('Because.', '""'), ['8 `reason` is empty; it must be more than nothing.']],
    ['another subject', line('about: parcel'), ['9 `about` is "parcel"; it must be one of order, incident,']],
    ['no YAML', 'subject: "x', ['1 This is no YAML: Missing closing "quote.']],
    ['one slip that spoils all that follows', GOOD.replace('title: ', '- title: '), ['3 This is no YAML:']],
    ['an alias to nothing', 'subject: *x', ['1 This is no YAML:']],
    [
      'a text that is none for YAML',
      GOOD.replace('One', '{{ order.id }}'),
      ['5 A mapping begins here; put a text that begins with {{ in quotes.'],
    ],
    ['nothing', '', ['1 The file is empty; it must be a mapping.']],
    [
      'a misspelt variable',
      GOOD.replace('order.id', 'order.idd'),
      ['1 There is no variable order.idd. Did you mean id? There are id, status,'],
    ],
    [
      'a misspelt one in a condition',
      GOOD.replace('if price', 'if prise'),
      ['6 There is no variable prise. Did you mean price?'],
    ],
    ['one of something else', GOOD.replace('order.id', 'incident.id'), ['1 There is no variable incident.id.']],
    [
      'one that is not always known',
      GOOD.replace('One', 'It is {{ price | money }}.'),
      ['5 Where something in it is not known, this reads "It is ."; ask for that with {% if … %} first.'],
    ],
    [
      'Liquid that is not closed',
      GOOD.replace('endif', 'endfor'),
      ['6 This can\'t be filled: tag "endfor" not found.'],
    ],
    [
      'an output that is not closed',
      GOOD.replace('One', "'{{ order.id'"),
      ['5 This can\'t be filled: output "{{ order.id" not closed.'],
    ],
    [
      'a filter that there is not',
      GOOD.replace('| money', '| cash'),
      ["6 This can't be filled: undefined filter: cash."],
    ],
    [
      'a file put in',
      GOOD.replace('One', '"{% include \'/etc/passwd\' %}"'),
      ['5 This can\'t be filled: tag "include" not found.'],
    ],
    [
      'a plural without all forms',
      GOOD.replace('One', `'{{ 5 | plural: one: "# order" }}'`),
      ["5 This can't be filled: plural has no form for other (of other, one)."],
    ],
    [
      'a style of dates that there is not',
      GOOD.replace('One', `'{{ order.at | date: "long" }}'`),
      ['5 This can\'t be filled: a date has no style "long", only day, full, time.'],
    ],
    [
      'a subject of nothing',
      GOOD.replace('Hello {{ order.id }}', '{{ price | money }}'),
      ['1 Nothing is left of this where something is not known; say what stands there then.'],
    ],
    [
      'a link that leads nowhere',
      GOOD.replace('{{ links.order }}', 'javascript:alert(1)'),
      ['7 This gives "javascript:alert(1)", which is no URL with http, https, mailto or tel.'],
    ],
    [
      'a table of no list',
      line('tables: [{ title: T, each: order.parcels, columns: [{ label: L, text: "{{ row.id }}" }] }]'),
      ['9 There is no list order.parcels.'],
    ],
    [
      'a misspelt variable of a row',
      REPORT.replace('row.owner', 'row.ovner'),
      ['8 There is no variable row.ovner. Did you mean owner? There are owner, stuck, atRisk.'],
    ],
    [
      'a row outside of a table',
      REPORT.replace('paragraphs: [One]', 'paragraphs: ["{{ row.owner }}"]'),
      ['5 There is no variable row.owner.'],
    ],
    [
      'a long SMS',
      line(`sms: ${'a'.repeat(460)}`),
      ['9 With the sample this is an SMS of 4 segments (460 characters in GSM-7); at most 3 are sent.'],
    ],
  ])('%s', (_what, text, sentences) => {
    const { said } = own({ 'engraving.en.yaml': text, 'engraving.ru.yaml': GOOD });
    const mine = said
      .filter(one => /^engraving\.en\.yaml:\d/.test(one))
      .map(one => one.slice('engraving.en.yaml:'.length));
    expect(mine).toEqual(sentences.map(sentence => expect.stringContaining(sentence)));
  });

  test.each([
    ['engraving.yaml', 'A template is called by its name and its locale, such as order-shipped.ru.yaml.'],
    ['Engraving.en.yaml', 'A template is called by its name'],
    ['engraving.en.yml', 'A template is called by its name'],
    ['order-changed.en.yaml', 'order-changed is JSON for programs and has no words; give this template another name.'],
  ])('a file called %s', (name, sentence) => {
    expect(own({ [name]: GOOD }).said).toEqual([expect.stringContaining(`${name}:- ${sentence}`)]);
  });
});
