import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Around = { env?: object; interactive?: boolean };

async function check(args: string[], { env = {}, interactive = false }: Around = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    env: { ...env },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    interactive,
  };
  const code = await runProgram(['check', ...args], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const STATUSES = '{ DONE: { owner: shop, entry: true, next: [] } }';
const good = file(
  'good.yaml',
  `systems: [shop, mes]
lifecycles:
  all: { zone: UTC, statuses: ${STATUSES} }
  rings: { zone: UTC, match: { partner: [acme, ajax], productClass: [ring] }, statuses: ${STATUSES} }
`,
);
const bad = file(
  'bad.yaml',
  `systems: [shop]\nlifecycles:\n  all: { zone: Mars, statuses: ${STATUSES} }\nwishes: []\n`,
);
const PROBLEMS = [
  `${bad}:3:16  \`zone\` is "Mars"; it must be an IANA time zone such as Europe/Moscow.`,
  `${bad}:4:1  \`wishes\` is no key of the document. It has \`systems\`, \`calendars\`, \`lifecycles\`, \`sources\`, \`notifications\`, \`rules\`, \`incidents\`, \`queues\`, \`endpoints\`, \`decisions\`, \`people\`, \`teams\`, \`onCall\`, \`chains\`, \`routes\`, \`digests\` and \`access\`.`,
];

describe('check', () => {
  test('the bundled configuration is right', async () => {
    const { code, out, err } = await check([]);
    expect([code, err]).toEqual([0, '']);
    expect(out.split('price-missing')[0]).toBe(`reference.yaml is right.

  systems    shop, crm, mes
  calendar   workshop (Europe/Moscow)
  lifecycle  jewellery: 10 statuses, for every order

When they run next
  * * * * * in Europe/Moscow
    `);
  });

  test('a file that is right: what it declares', async () => {
    const { code, out } = await check([good]);
    expect(code).toBe(0);
    expect(out.split('\n\nWhen')[0]).toBe(`${good} is right.

  systems    shop, mes
  lifecycle  all: 1 status, for every other order
  lifecycle  rings: 1 status, for orders of partner acme or ajax and product class ring`);
  });

  test('its sources: from where, how they are written, and which statuses become which', async () => {
    const fields = 'fields: { orderId: $.id, status: $.state }';
    const sources = file(
      'sources.yaml',
      `systems: [shop, crm]
lifecycles: { all: { zone: UTC, statuses: ${STATUSES} } }
sources:
  - { name: crm, exchange: crm.events, bindings: [order.#, "*.changed"], format: xml, source: crm, ${fields}, statuses: { "10": DONE, готов: DONE } }
  - { name: shop, exchange: shop.out, source: shop, ${fields} }
`,
    );
    expect((await check([sources])).out).toContain(`
  source     crm: order.# or *.changed of exchange crm.events, xml, 10 → DONE, готов → DONE
  source     shop: all messages of exchange shop.out, json, no status mapped`);
  });

  test('when its rules run next, and who is told', async () => {
    const told = file(
      'told.yaml',
      `${readFileSync(good, 'utf8')}rules:
  slow: { title: { en: Orders wait }, condition: { kind: overdue }, severity: warning, schedule: "0 9 * * *", zone: Europe/Moscow }
people: { olga: { name: Olga, email: olga@shop.example } }
chains: { daily: { steps: [{ tell: { people: [olga] } }] } }
routes: { workshop: { critical: none, warning: daily, info: none } }
`,
    );
    expect((await check([told])).out).toMatch(
      /\n\nWhen they run next\n {2}0 9 .* in Europe\/Moscow\n {4}slow\n( {6}.* 09:00 Europe\/Moscow.*\n){5}\nWho is told\n {2}route workshop +critical .*\n {2}chain daily +1[.] Olga$/,
    );
  });

  test('a file that is not: every problem in a line, and exit code 1', async () => {
    expect(await check([bad])).toEqual({ code: 1, out: `${PROBLEMS.join('\n')}\n\n2 problems.`, err: '' });
  });

  test('that of ORDERWATCH_CONFIG when none is named', async () => {
    expect((await check([], { env: { ORDERWATCH_CONFIG: bad } })).out).toContain(PROBLEMS[0]);
    expect((await check([good], { env: { ORDERWATCH_CONFIG: bad } })).code).toBe(0);
  });

  test('a person sees what stands there', async () => {
    const { out } = await check([bad], { interactive: true });
    expect(out).toBe(`${PROBLEMS[0]}
  3 |   all: { zone: Mars, statuses: ${STATUSES} }
    |                ^

${PROBLEMS[1]}
  4 | wishes: []
    | ^

2 problems.`);
  });

  test('what stands far out in a long line is shown, and nothing of it obeyed', async () => {
    const long = file('long.yaml', `systems: [${'shop, '.repeat(200)}\u001b[2J]\n`);
    const { out } = await check([long], { interactive: true });
    expect(out).toContain('shop, shop, \uFFFD[2J]');
    expect(out).not.toContain('\u001b');
  });

  test('--json', async () => {
    const { code, out } = await check([bad, '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      1,
      {
        ok: false,
        problems: [
          expect.objectContaining({ file: bad, line: 3, column: 16, path: ['lifecycles', 'all', 'zone'] }),
          expect.objectContaining({ file: bad, line: 4, column: 1, path: ['wishes'] }),
        ],
      },
    ]);
    expect(JSON.parse((await check([good, '--json'])).out)).toEqual({ ok: true, problems: [] });
  });

  test('a file that is not there: exit code 1, and of ORDERWATCH_CONFIG 2', async () => {
    const none = join(folder, 'none.yaml');
    expect(await check([none])).toMatchObject({
      code: 1,
      out: `${none}  The file can't be read: there is none of this name.\n\n1 problem.`,
    });
    expect(JSON.parse((await check([none, '--json'])).out).problems).toEqual([
      {
        file: none,
        line: null,
        column: null,
        path: [],
        sentence: "The file can't be read: there is none of this name.",
      },
    ]);
    const named = await check([], { env: { ORDERWATCH_CONFIG: none } });
    expect([named.code, named.err]).toEqual([
      2,
      expect.stringContaining(`ORDERWATCH_CONFIG is "${none}", which can't`),
    ]);
  });

  test('the templates of messages that it leads to, and the notices that use them', async () => {
    mkdirSync(join(folder, 'own'));
    const shipped = join(folder, 'own', 'order-shipped.en.yaml');
    writeFileSync(
      shipped,
      'subject: x\npreview: x\ntitle: "{{ order.ids }}"\nparagraphs: [x]\nsms: x\nreason: x\ntelegam: x\n',
    );
    const thanks = join(folder, 'own', 'thanks.en.yaml');
    writeFileSync(thanks, 'subject: x\npreview: x\ntitle: "{{ order.ids }}"\nparagraphs: [x]\nreason: x\n');
    const path = file(
      'own.yaml',
      `systems: [shop]
lifecycles: { all: { zone: UTC, statuses: ${STATUSES} } }
notifications:
  templates: own
  notices:
    a: { template: tanks }
    b: { template: thanks, channels: [sms] }
    thanks: {}
    order-received: { channels: [] }
`,
    );
    const { code, out } = await check([path], { interactive: true });
    expect(code).toBe(1);
    expect(
      out,
    ).toBe(`${path}:6:5  The notice "a" has the template "tanks", which is not there. Did you mean thanks? Write tanks.en.yaml, or take another one.
  6 |     a: { template: tanks }
    |     ^

${path}:7:5  The notice "b" is for sms, and its template "thanks" has words for email, telegram, slack.
  7 |     b: { template: thanks, channels: [sms] }
    |     ^

${shipped}:7:1  \`telegam\` is no key of a template. Did you mean telegram? It has about, subject, preview, title, paragraphs, tables, button, links, presses, after, sms, transliterate, telegram, slack, reason.

${thanks}:3:1  There is no variable order.ids. Did you mean id? There are id, status, statusLabel, at, promisedAt, partner.

${thanks}  thanks is there in en, but not in ru as others are; write thanks.ru.yaml, or declare a fallback for ru.

5 problems.`);
    const { ok, problems } = JSON.parse((await check([path, '--json'])).out);
    expect([ok, problems.map((problem: { file: string }) => problem.file)]).toEqual([
      false,
      [path, path, shipped, thanks, thanks],
    ]);
  });

  test('--example is a configuration that is right', async () => {
    const { out } = await check(['--example']);
    expect((await check([file('example.yaml', out)])).code).toBe(0);
    expect(out).toMatch(/^# yaml-language-server: \$schema=orderwatch[.]schema[.]json\n/);
  });

  test('--schema is a JSON Schema', async () => {
    expect(JSON.parse((await check(['--schema'])).out)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['systems', 'lifecycles'],
    });
  });
});
