import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { consoleAssets, consolePage } from './console-files.ts';

const SCRIPT = 'export const nothing = 0;';
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

function built(): string {
  const folder = emptyFolder();
  mkdirSync(join(folder, 'assets'));
  const files: [string, string | Buffer][] = [
    ['index.html', '<meta name="csp-nonce" content="%NONCE%">'],
    ['assets/a-1.js', SCRIPT],
    ['assets/a-1.js.br', brotliCompressSync(SCRIPT)],
    ['assets/a-1.js.gz', gzipSync(SCRIPT)],
    ['secret.txt', 'not to be sent'],
  ];
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return folder;
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function served(folder: string): Promise<(path: string, headers?: Record<string, string>) => Promise<Response>> {
  const app = express().use(consoleAssets(folder), consolePage(folder));
  app.use((_req, res) => void res.status(404).json({}));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return (path, headers = {}) => fetch(url + path, { headers });
}

test('whoever wants a page gets it at any address, with a policy by which nothing in it runs but what it loads', async () => {
  const get = await served(built());
  const nonces: string[] = [];
  for (const path of ['/', '/orders/ORD-1', '/settings/users?x=1']) {
    const response = await get(path, HTML);
    const policy = response.headers.get('content-security-policy')!;
    const nonce = /nonce-([^']+)'/.exec(policy)![1]!;
    expect(await response.text()).toBe(`<meta name="csp-nonce" content="${nonce}">`);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(3);
});

test('programs get what comes after it, and so does what belongs to the API', async () => {
  const get = await served(built());
  for (const [path, headers] of [
    ['/', {}],
    ['/', { accept: 'application/json' }],
    ['/api/v1/nothing', HTML],
    ['/assets/gone-0.js', HTML],
  ] as const) {
    expect((await get(path, headers)).status, path).toBe(404);
  }
});

test('files are kept for ever, and come as small as the reader can take them', async () => {
  const get = await served(built());
  for (const [accepts, encoding] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const response = await get('/assets/a-1.js', { 'accept-encoding': accepts });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    // fetch() has undone the encoding.
    expect(await response.text()).toBe(SCRIPT);
  }
});

test('nothing else of the folder is sent', async () => {
  const get = await served(built());
  for (const path of ['/secret.txt', '/assets/..%2Fsecret.txt', '/assets/%2e%2e%2fsecret.txt', '/assets/a-1.js.map']) {
    expect(await (await get(path)).text(), path).not.toContain('not to be sent');
  }
});

test('where it is not built, a sentence says what to run', async () => {
  const get = await served(emptyFolder());
  const response = await get('/', HTML);
  expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(await response.text()).toContain('npm run console');
});
