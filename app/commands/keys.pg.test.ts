import { expect, test } from 'vitest';
import { findPrincipal } from '../../api/keys.ts';
import { systemClock } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { runProgram } from '../program.ts';

const { pool, databaseUrl } = await testDatabase();

async function orderwatch(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const env = { ORDERWATCH_HOME: '/nowhere', DATABASE_URL: databaseUrl };
  const code = await runProgram(args, {
    env,
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('a key is made, listed without itself, and revoked', async () => {
  const made = await orderwatch('keys', 'create', 'acme, production', '--role', 'partner', '--partner', 'acme');
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^ow_[0-9a-z]{57}$/)]);
  const whose = () => findPrincipal(pool, made.out, systemClock.now());
  expect(await whose()).toMatchObject({ role: 'partner', partner: 'acme' });
  const id = (await whose())!.id;
  const listed = (await orderwatch('keys', 'ls')).out;
  expect(listed).toMatch(/acme, production +partner acme +all/);
  expect(listed).not.toContain(made.out);
  expect(await orderwatch('keys', 'revoke', id)).toMatchObject({
    code: 0,
    out: 'The key acme, production is revoked.',
  });
  expect(await whose()).toBeNull();
  expect((await orderwatch('keys', 'ls')).out).toBe('There are no keys.');
  expect((await orderwatch('keys', 'ls', '--revoked')).out).toContain('revoked');
});

test('what the API refuses, the command does', async () => {
  const nobody = await orderwatch('keys', 'create', 'x', '--role', 'partner');
  expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('--partner: must name the partner')]);
  expect((await orderwatch('keys', 'revoke', '7')).code).toBe(3);
});
