import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openHttp, retryAfterMs } from './http-call.ts';
import { startHttp } from './http-under-test.ts';

const server = await startHttp(() => ({ status: 200, headers: { 'x-a': 'b' }, body: 'ok' }));
const http = openHttp({ timeoutMs: 10_000, maxBodyBytes: 100 });
const never = new AbortController().signal;
const post = { method: 'POST', url: `${server.url}/path?a=b`, headers: { 'x-b': 'c' }, body: 'Тело' } as const;

beforeEach(() => server.hinder(() => null));
afterAll(async () => {
  http.stop();
  await server.stop();
});

test('an answer comes with its status, headers and text', async () => {
  const called = await http.call(post, never);
  expect(called).toMatchObject({ kind: 'answered', status: 200, headers: { 'x-a': 'b' }, body: 'ok' });
  expect(server.asked.at(-1)).toMatchObject({
    method: 'POST',
    body: 'Тело',
    headers: { 'x-b': 'c', 'content-length': '8' },
  });
  expect(server.asked.at(-1)!.url.search).toBe('?a=b');
});

test('of a long answer no more is read than wanted, and a redirect is an answer', async () => {
  server.hinder(() => ({ status: 302, headers: { location: '/elsewhere' }, body: 'x'.repeat(1_000_000) }));
  const asked = server.asked.length;
  expect(await http.call(post, never)).toMatchObject({ status: 302, body: 'x'.repeat(100) });
  expect(server.asked).toHaveLength(asked + 1);
});

test('calls one after the other share a connection', async () => {
  await http.call(post, never);
  const before = server.connections();
  for (let i = 0; i < 5; i++) await http.call(post, never);
  expect(server.connections()).toBe(before);
});

test('a connection that can not be had is told from one that breaks', async () => {
  const closed = await startHttp(() => ({ status: 200 }));
  await closed.stop();
  expect(await http.call({ ...post, url: closed.url }, never)).toMatchObject({
    kind: 'notSent',
    said: expect.stringContaining('ECONNREFUSED'),
  });
  const url = 'http://nowhere.invalid/secret-path';
  const unknown = await http.call({ ...post, url }, never);
  expect(unknown).toMatchObject({ kind: 'notSent' });
  expect(JSON.stringify(unknown)).not.toContain('secret-path');
  server.hinder(() => 'drop');
  expect(await http.call(post, never)).toMatchObject({ kind: 'noAnswer' });
});

test('a handshake of TLS that fails has sent nothing', async () => {
  const plain = createServer(socket => socket.resume().end('no TLS here\r\n'));
  await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as { port: number };
  expect(await http.call({ ...post, url: `https://127.0.0.1:${port}/` }, never)).toMatchObject({ kind: 'notSent' });
  await new Promise(resolve => plain.close(resolve));
});

test('an answer whose text breaks off, or never ends, is an answer', async () => {
  const hasty = openHttp({ timeoutMs: 1_000, maxBodyBytes: 100 });
  const halting = createHttpServer(({ url }, response) => {
    response.writeHead(202).write('half', () => {
      if (url === '/breaks') response.destroy();
    });
  });
  await new Promise<void>(resolve => halting.listen(0, '127.0.0.1', resolve));
  const { port } = halting.address() as AddressInfo;
  for (const path of ['breaks', 'stalls']) {
    const called = await hasty.call({ ...post, url: `http://127.0.0.1:${port}/${path}` }, never);
    expect(called).toMatchObject({ kind: 'answered', status: 202, body: 'half' });
  }
  hasty.stop();
  halting.closeAllConnections();
  await new Promise(resolve => halting.close(resolve));
});

test('a caller may break off, before or while it waits for an answer', async () => {
  expect(await http.call(post, AbortSignal.abort())).toEqual({ kind: 'notSent', said: 'interrupted' });
  server.hinder(() => 'stall');
  const caller = new AbortController();
  const came = server.next();
  const calling = http.call(post, caller.signal);
  await came;
  caller.abort();
  expect(await calling).toEqual({ kind: 'noAnswer', said: 'interrupted' });
});

test('time is for all of it', async () => {
  const hasty = openHttp({ timeoutMs: 50, maxBodyBytes: 100 });
  server.hinder(() => 'stall');
  expect(await hasty.call(post, never)).toMatchObject({ said: 'no answer within 0.05 s' });
  hasty.stop();
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Fri, 20 Nov 2026 09:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 08:00:00 GMT', 0],
  ['soon', null],
  ['-5', 0],
  ['', null],
  [undefined, null],
])('Retry-After: %s is %s', (said, expected) => {
  const now = Date.parse('2026-11-20T09:00:00Z');
  const headers = said === undefined ? {} : { 'retry-after': said };
  expect(retryAfterMs(headers, now)).toBe(expected);
});

test('whoever answers with another protocol, or closes without a word, is not waited for', async () => {
  const says = async (answer: string) => {
    const other = createServer(socket => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>(listening => other.listen(0, '127.0.0.1', listening));
    try {
      return await http.call({ ...post, url: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` }, never);
    } finally {
      other.close();
    }
  };
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  expect(await says(upgrade)).toMatchObject({ kind: 'answered', status: 101 });
  expect(await says('')).toMatchObject({ kind: 'noAnswer' });
});
