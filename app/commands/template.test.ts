import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-template-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function template(args: string[], env: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(['template', ...args], {
    // A home in which nothing runs.
    env: { ORDERWATCH_HOME: folder, ...env },
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A configuration with a folder of templates. */
function configuration(files: Record<string, string>): { ORDERWATCH_CONFIG: string } {
  const own = mkdtempSync(join(folder, 'own-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
  const path = `${own}.yaml`;
  writeFileSync(
    path,
    `systems: [shop]
lifecycles: { all: { zone: UTC, statuses: { DONE: { owner: shop, entry: true, next: [] } } } }
notifications: { templates: ${own}, locale: ru, brand: { name: Aurum, color: "#8a5a2b" } }
`,
  );
  return { ORDERWATCH_CONFIG: path };
}

const THANKS = `subject: Thanks for {{ order.id }}
preview: x
title: Thank you
paragraphs: ["{{ order.promisedAt | date: 'full' }}"]
sms: "Thanks – {{ order.id }}"
reason: x
`;

describe('template ls', () => {
  test('says which there are, in which locales, for which channels', async () => {
    const { code, out } = await template(['ls']);
    expect(code).toBe(0);
    expect(out).toMatch(/^TEMPLATE +ABOUT +LOCALES {2}CHANNELS\ndigest +digest +en, ru {3}email, telegram, slack\n/);
    expect(out).toMatch(/\norder-changed +change +JSON {5}webhook\n/);
  });

  test('with those of one’s own, and with what is wrong with them', async () => {
    const { code, out, err } = await template(['ls'], configuration({ 'thanks.en.yaml': THANKS }));
    expect(out).toMatch(/^thanks +order +en +email, sms, telegram, slack$/m);
    expect([code, err]).toEqual([1, expect.stringContaining('thanks is there in en, but not in ru')]);
  });
});

describe('template preview', () => {
  test('makes a message for every channel, with a sample', async () => {
    const { code, out } = await template(['preview', 'order-shipped', '--locale', 'ru']);
    expect(code).toBe(0);
    expect(out).toContain('── email ─');
    expect(out).toContain(
      'Subject: Заказ ORD-1042 в пути\n\nВаш заказ в пути\n================\n\nЗдравствуйте, Анна Иванова!',
    );
    expect(out).toMatch(/── sms ─+\n.*cdek 1234567890.*\n\n\(2 segments, UCS-2\)/);
    expect(out).toContain('<b>Ваш заказ в пути</b>');
    expect(out).toContain('[Отследить посылку] https://www.cdek.ru/ru/tracking?order_id=1234567890');
  });

  test('for one channel, in the locale and with the brand of the configuration', async () => {
    const env = configuration({});
    expect((await template(['preview', 'order-received', '--channel', 'sms'], env)).out).toBe(
      `── sms ${'─'.repeat(69)}\nAurum: заказ ORD-1042 принят. Напишем, как только рассчитаем цену.\n\n(1 segment, UCS-2)`,
    );
  });

  test('the sample speaks the language that the words are in', async () => {
    const { out } = await template(['preview', 'incident', '--locale', 'uk-UA', '--channel', 'slack']);
    expect(out).toContain('Заказы ждут цены дольше суток');
    expect((await template(['preview', 'incident', '--locale', 'fi', '--channel', 'slack'])).out).toContain('Заказы');
  });

  test('of one’s own template', async () => {
    const { code, out } = await template(
      ['preview', 'thanks', '--locale', 'en-GB', '--channel', 'email'],
      configuration({ 'thanks.en.yaml': THANKS, 'thanks.ru.yaml': THANKS }),
    );
    expect(code).toBe(0);
    expect(out).toContain('Subject: Thanks for ORD-1042\n\nThank you\n=========\n\nFriday, 11 December 2026\n');
  });

  test('that can not be filled: says why', async () => {
    const broken = THANKS.replace('Thank you', '"{{ order.nope }}"');
    const { code, err } = await template(
      ['preview', 'thanks', '--channel', 'email'],
      configuration({ 'thanks.en.yaml': broken, 'thanks.ru.yaml': broken }),
    );
    expect(code).toBe(1);
    expect(err).toMatch(/^thanks can't be made for email: undefined variable: order[.]nope/);
  });

  test('--out writes HTML and texts', async () => {
    const out = join(folder, 'out', 'deep');
    expect((await template(['preview', 'price-ready', '--locale', 'en', '--out', out])).out.split('\n')).toHaveLength(
      5,
    );
    expect(readdirSync(out)).toEqual(
      ['html', 'slack.txt', 'sms.txt', 'telegram.html', 'txt'].map(end => `price-ready.en.${end}`),
    );
    expect(readFileSync(join(out, 'price-ready.en.html'), 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*RUB&nbsp;|RUB\u00a045,900/,
    );
    await template(['preview', 'order-changed', '--out', out]);
    expect(JSON.parse(readFileSync(join(out, 'order-changed.ru.json'), 'utf8'))).toMatchObject({ orderId: 'ORD-1042' });
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(await template(['preview', 'price-ready', '--out', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining("The files can't be written: EEXIST"),
    });
  });

  test.each([
    [['order-shiped'], 3, 'There is no template order-shiped. Did you mean order-shipped?'],
    [['order-changed', '--channel', 'sms'], 2, 'order-changed has no words for sms, only for webhook.'],
    [['order-shipped', '--channel', 'fax'], 2, 'Allowed choices are email, sms, telegram, slack, webhook.'],
    [['order-shipped', '--locale', '!'], 2, '"!" is no locale, such as ru or en-GB.'],
  ])('%j', async (args, code, said) => {
    expect(await template(['preview', ...args])).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});
