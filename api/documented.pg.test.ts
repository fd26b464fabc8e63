import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import express, { type RequestHandler } from 'express';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest, KEY, NO_PROVIDERS, SHOP_ORIGIN } from './api-under-test.ts';

// What docs/api.md and docs/embedding.md tell people to copy is done here as it stands there.

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const CUSTOMER = 'C-1';

/** The blocks of code of a page, by their language. */
function blocksOf(page: string): { language: string; code: string }[] {
  const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)].map(([, indent, language, code]) => ({
    language: language!,
    code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

function commandsOf(page: string): string[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
    .filter(line => line.startsWith('curl '));
}

/** Does what a shell and curl do with such a line; an option that is not known here fails. */
async function run(command: string): Promise<Response> {
  const known: Record<string, string> = { ORDERWATCH: api.url, KEY };
  const filled = (text: string) => text.replaceAll(/\$([A-Z]+)/g, (_, name: string) => known[name]!);
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(#.*)|(\S+)/g)]
    .filter(([, , , comment]) => comment === undefined)
    .map(([, literal, quoted, , plain]) => literal ?? filled(quoted ?? plain ?? ''))
    .slice(1);
  const request: { method: string; url: string; headers: Headers; body?: string } = {
    ...{ method: 'GET', url: '' },
    headers: new Headers(),
  };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-i') continue;
    if (word === '-X') request.method = words.shift()!;
    else if (word === '-d') request.body = words.shift()!;
    else if (word === '-H') request.headers.append(...(words.shift()!.split(/:\s*/, 2) as [string, string]));
    else if (word.startsWith('http')) request.url = word;
    else throw new Error(`${word}: what curl does with it is not known to this test.`);
  }
  const { url, ...init } = request;
  return fetch(url, init);
}

test('each command of the page on the API does what is said there, from the first to the last', async () => {
  const commands = commandsOf('api.md');
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) {
    const response = await run(command);
    expect([command, response.status, await response.clone().text()]).toEqual([
      command,
      expect.toSatisfy((status: number) => status < 300),
      expect.any(String),
    ]);
    const [, etag] = /# ETag: (.+)$/.exec(command) ?? [];
    if (etag !== undefined) expect(response.headers.get('etag')).toBe(etag);
    if (command.includes('Idempotency-Key')) {
      expect((await run(command)).headers.get('idempotent-replayed')).toBe('true');
    }
  }
  const keys = await (await api.send('GET', '/api/v1/keys')).json();
  expect(keys).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ partner: 'acme' })]) });
  expect(await (await api.send('GET', '/api/v1/orders/ORD-1')).json()).toMatchObject({ frozen: true });
});

test('a shop shows its customer their orders with the code of the page on embedding, and no others', async () => {
  const theirs = { orderId: 'ORD-7', customer: { id: CUSTOMER }, promisedAt: T0 + 9 * DAY };
  await api.ledger.record(arrivals([anEvent(theirs), anEvent({ orderId: 'ORD-8', customer: { id: 'C-2' } })]));
  const blocks = Object.fromEntries(blocksOf('embedding.md').map(({ language, code }) => [language, code]));
  expect(parse(blocks.yaml!)).toEqual({ access: { origins: [SHOP_ORIGIN] } });
  const [makeKey] = commandsOf('embedding.md');
  const { secret } = (await (await run(makeKey!)).json()) as { secret: string };

  const shop = express();
  const signedIn: RequestHandler = (req, _, next) => {
    Object.assign(req, { user: { id: CUSTOMER } });
    next();
  };
  const backend = compileFunction(blocks.js!, ['app', 'signedIn', 'ORDERWATCH', 'SHOP_KEY']);
  backend(shop, signedIn, api.url, secret);
  const server = shop.listen(0, '127.0.0.1');
  afterAll(() => new Promise(done => server.close(done)));
  await new Promise(done => server.once('listening', done));
  const shopUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  // As a browser has it: the page of the shop is let in to the API because its origin is declared.
  const fetchInPage = async (to: string, init: RequestInit = {}) => {
    if (to.startsWith('/')) return fetch(shopUrl + to, init);
    const headers = { ...init.headers, origin: SHOP_ORIGIN };
    const response = await fetch(to.replace(NO_PROVIDERS.publicUrl, api.url), { ...init, headers });
    expect(response.headers.get('access-control-allow-origin')).toBe(SHOP_ORIGIN);
    return response;
  };
  const shown = async (lang: string) => {
    const lines: { textContent: string }[] = [];
    const document = {
      documentElement: { lang },
      createElement: () => ({}),
      querySelector: () => ({ append: (line: { textContent: string }) => lines.push(line) }),
    };
    const [, script] = /<script type="module">\n(.*)<\/script>/s.exec(blocks.html!)!;
    await compileFunction(`return (async () => {${script}})()`, ['document', 'fetch'])(document, fetchInPage);
    return lines.map(({ textContent }) => textContent);
  };
  expect(await shown('en')).toEqual([expect.stringMatching(/^ORD-7 · \p{L}.+ · .*\d/u)]);
  expect(await shown('ru')).toEqual([expect.stringMatching(/^ORD-7 · \p{Script=Cyrillic}.+ · .*\d/u)]);
});
