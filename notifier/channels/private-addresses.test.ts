import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { openHttp } from '../../platform/http-call.ts';
import { startHttp } from '../../platform/http-under-test.ts';
import { isInside, isPrivate, publicLookup } from './private-addresses.ts';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
])('%s is inside the house', address => {
  expect(isPrivate(address)).toBe(true);
});

test.each(['1.1.1.1', '8.8.8.8', '100.128.0.1', '172.32.0.1', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8'])(
  '%s is not',
  address => {
    expect(isPrivate(address)).toBe(false);
  },
);

test.each([
  ['127.0.0.1', true],
  ['[::1]', true],
  ['10.0.0.1', true],
  ['localhost', true],
  ['hooks.localhost', true],
  ['1.1.1.1', false],
  ['[2606:4700::1111]', false],
  ['acme.example', false],
  ['localhost.acme.example', false],
  ['notlocalhost', false],
])('nobody outside finds %s: %s', (hostname, expected) => {
  expect(isInside(hostname)).toBe(expected);
});

/** A name service in which every name but `localhost` has these addresses. */
function names(...addresses: string[]): LookupFunction {
  const all = addresses.map(address => ({ address, family: isIP(address) }));
  const resolve = (
    hostname: string,
    options: LookupAllOptions,
    callback: (error: null, all: LookupAddress[]) => void,
  ) => (hostname === 'localhost' ? lookup(hostname, options, callback as never) : callback(null, all));
  return publicLookup(resolve as typeof lookup);
}

const found = (look: LookupFunction, hostname: string, all: boolean) =>
  new Promise(resolve => look(hostname, { all }, (error, addresses) => resolve(error?.message ?? addresses)));

test('of the addresses of a name those inside the house are left out', async () => {
  const mixed = names('10.0.0.1', '1.1.1.1', '::1', '2606:4700::1111');
  expect(await found(mixed, 'acme.example', true)).toEqual([
    { address: '1.1.1.1', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ]);
  expect(await found(mixed, 'acme.example', false)).toBe('1.1.1.1');
  expect(await found(names('169.254.169.254'), 'acme.example', true)).toBe('acme.example leads to a private address');
});

test('what the operator wrote out is found', async () => {
  expect(await found(names(), 'localhost', false)).toMatch(/^127\.0\.0\.1$|^::1$/);
  expect(await found(publicLookup(lookup), 'nowhere.invalid', true)).toMatch(/ENOTFOUND|EAI_AGAIN/);
});

test('a name that leads into the house is not called', async () => {
  const server = await startHttp(() => ({ status: 200 }));
  const http = openHttp({ timeoutMs: 5_000, maxBodyBytes: 10, lookup: names('127.0.0.1') });
  const url = server.url.replace('127.0.0.1', 'acme.example');
  const called = await http.call({ method: 'POST', url, headers: {} }, new AbortController().signal);
  expect(called).toEqual({ kind: 'notSent', said: 'acme.example leads to a private address' });
  expect(server.asked).toEqual([]);
  http.stop();
  await server.stop();
});
