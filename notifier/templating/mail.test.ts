import { describe, expect, test } from 'vitest';
import { SAMPLE_INCIDENT } from '../incident-variables.ts';
import { FRAME, mail } from '../templates-under-test.ts';
import { SUBJECTS } from './samples.ts';

const { brand } = FRAME;

describe('an e-mail', () => {
  test('reads as well in plain text', () => {
    const frame = { locale: 'ru', telegramUrl: 'https://t.me/aurum_bot?start=abc' };
    expect(mail('price-ready', undefined, frame)).toMatchObject({
      subject: 'Заказ ORD-1042: цена готова',
      text: `Цена готова: 45\u00a0900\u00a0₽
=====================

Здравствуйте, Anna Ivanova!

Мы рассчитали цену вашего заказа ORD-1042: 45\u00a0900\u00a0₽.

Начнём работу, как только вы согласитесь. До этого заказ ждёт вашего
ответа.

Посмотреть цену и согласиться:
https://shop.example/orders/ORD-1042

Следить за заказом:
https://orders.example/track/sample

Остались вопросы? Вам ответит человек:
help@aurum.example
+7 495 123-45-67
https://aurum.example/contacts

-- 
Aurum
ООО «Аурум», Россия, Кострома, ул. Ювелирная, д.\u00a012

Вы получили это сообщение, потому что оно касается заказа ORD-1042 в
Aurum.

Получать такие сообщения в Telegram:
https://t.me/aurum_bot?start=abc

Больше не присылать таких сообщений:
https://orders.shop.example/unsubscribe/abc
`,
    });
  });

  test('says the same in HTML', () => {
    const { text, html } = mail('incident', undefined, { locale: 'ru' });
    const body = html.slice(html.indexOf('<body'));
    const words = (some: string) =>
      some
        .replace(/<br ?\/?>|<[^>]*>/g, ' ')
        .replaceAll('&quot;', '"')
        .replace(/\s+/g, ' ');
    const shown = words(body);
    const told = text.split(/\n\n/).filter(block => !/^(-- |\S+:\nhttps|=+)/.test(block));
    for (const block of told) {
      for (const line of block.replace(/\n(?!•)/g, ' ').split('\n')) {
        if (!/https:|=====/.test(line)) expect(shown).toContain(line.replace(/\s+/g, ' '));
      }
    }
    for (const [, url] of text.matchAll(/^(https:\S+)$/gm)) expect(html).toContain(`href="${url}"`);
  });

  test('is no wider than 72 characters, but for links', () => {
    for (const name of [
      'order-delayed',
      'incident',
      'incident-resolved',
      'digest',
      'silence-ending',
      'partner-webhook-disabled',
      'price-reminder',
    ]) {
      const lines = mail(name).text.split('\n');
      expect(lines.filter(line => [...line].length > 72 && !line.startsWith('https:'))).toEqual([]);
    }
  });

  test('says of an order what is wrong with it, where that is no stay in a status, and what is urgent in its title', () => {
    const first = [
      { ...SAMPLE_INCIDENT.orders.first[0]!, status: '', detail: 'In PACKAGING, promised for November 17.' },
    ];
    const { text } = mail('incident', { ...SAMPLE_INCIDENT, orders: { count: 1, first, more: 0 } }, { locale: 'en' });
    expect(text).toContain('• ORD-1042: In PACKAGING, promised for November 17. Usually 35 min (p90');
    expect(text).toMatch(/^Critical, unsure: Orders/);
  });

  test('has tables: beside each other where they are narrow, else line by line; empty columns and tables are left out', () => {
    const { text, html } = mail('digest');
    expect(text).toContain('System  Stuck  At risk\nmes        12       30\ncrm         2       11\n');
    expect(text).toContain('\n28\n• What is wrong: Nobody takes approved orders\n• Orders: 2\n');
    expect(html).toMatch(/<th scope="col" align="right"[^>]*>Stuck<\/th>/);
    expect(html).toMatch(/<span class="beside"[^>]*>Stuck<\/span><span>12<\/span>/);
    const { text: sparse, html: bare } = mail('digest', SUBJECTS.digest.sparse);
    expect(sparse).not.toMatch(/System|Week before|Target/);
    expect(bare).not.toMatch(/>System<|>Week before</);
    expect(sparse).toContain('Status                 Orders  Median  Nine of ten\n');
  });

  test('escapes what stands in a table', () => {
    const { full } = SUBJECTS.digest;
    const { html } = mail('digest', { ...full, partners: [{ partner: '<b>acme</b>', orders: 1, lateMs: 60_000 }] });
    expect(html).toContain('&lt;b&gt;acme&lt;/b&gt;');
    expect(html).not.toContain('<b>acme');
  });

  test('says in which language it is, and what mailboxes show beside the subject', () => {
    const { html } = mail('order-delayed', undefined, { locale: 'ru-RU' });
    expect(html).toContain('<html lang="ru-RU"');
    expect(html).toMatch(/display:none[^>]*>Новый ожидаемый срок: 14–18 декабря\.</);
  });

  test('leaves out what there is nothing of', () => {
    const bare = {
      brand: { ...brand, contact: { email: null, phone: null, url: null }, imprint: {} },
      unsubscribeUrl: null,
    };
    const { html, text } = mail('order-received', SUBJECTS.order.sparse, bare);
    expect(text).toBe(`We have received your order
===========================

Hello,

Thank you! Your order ORD-1042 has arrived and is in good hands.

Next we work out its price, and write to you as soon as it is ready. You
need not do anything until then.

-- 
Aurum

You get this message because it is about order ORD-1042 at Aurum.
`);
    expect(html).not.toMatch(/<a\s|<img/);
  });

  test('names no help desk to whoever is called to an incident', () => {
    expect(mail('incident').text).not.toContain('help@aurum.example');
  });

  test('has the imprint in the language, else in one that there is', () => {
    const imprint = { de: 'Aurum GmbH\nHRB 1' };
    expect(mail('order-received', undefined, { brand: { ...brand, imprint } }).text).toContain(
      '-- \nAurum\nAurum GmbH\nHRB 1\n',
    );
  });

  test('shows the logo in place of the name, if it is a link to one', () => {
    const logo = (logoUrl: string) => mail('order-received', undefined, { brand: { ...brand, logoUrl } }).html;
    expect(logo('https://aurum.example/logo.png')).toContain('src="https://aurum.example/logo.png" alt="Aurum"');
    expect(logo('javascript:x')).not.toContain('<img');
  });
});
