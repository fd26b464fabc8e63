import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { transaction } from '../../platform/postgres.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import type { AuditEntry } from '../../tracker/audit/entry.ts';
import { recordAudits } from '../../tracker/audit/record.ts';
import { auditEn } from '../words/audit.en.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);

const HOUR = 3_600_000;

function entry(named: Pick<AuditEntry, 'action' | 'subject'> & Partial<AuditEntry>): AuditEntry {
  const at = api.clock.now();
  return {
    at,
    who: 'Olga Petrova',
    role: 'support',
    from: '10.0.0.7',
    reason: null,
    before: null,
    after: null,
    ...named,
  };
}

test('entries are sentences that lead to what was changed, with what it was and is', async () => {
  const order = { kind: 'order', id: 'ORD-1042' } as const;
  const correction = { correction: '7', notify: 'usual', publish: false, proposedBy: 'Olga Petrova', state: 'done' };
  const until = new Date(api.clock.now() + 4 * HOUR).toISOString();
  const entries = [
    entry({
      action: 'order.corrected',
      subject: order,
      reason: 'The workshop started it, and MES did not say so.',
      before: { status: 'SUBMITTED' },
      after: { status: 'MANUFACTURING_STARTED', ...correction },
    }),
    entry({
      ...{ action: 'incident.acknowledged', subject: { kind: 'incident', id: '31' }, who: 'ivan' },
      before: { state: 'open', acknowledgedBy: null, until: null, verdict: null, customers: 'usual' },
      after: { state: 'acknowledged', acknowledgedBy: 'ivan', until, verdict: null, customers: 'usual' },
    }),
    entry({
      ...{ action: 'user.created', subject: { kind: 'user', id: '4' }, who: 'admin', role: 'admin' },
      after: { name: 'open', role: 'operator', partner: null, disabled: false },
    }),
    entry({ action: 'order.painted', subject: order, after: { colour: 'red' } }),
  ];
  await transaction(pool, tx => recordAudits(tx, entries));

  const page = await signedIn('manager');
  await page.goto('/audit');
  const row = page.getByRole('row', { name: /Status of ORD-1042 corrected/ });
  await row.getByText('status: Submitted → Manufacturing started', { exact: false }).waitFor();
  await page
    .getByRole('row', {
      name: /ivan Incident #31 acknowledged.*state: open → acknowledged .* acknowledged by: — → ivan/,
    })
    .waitFor();
  // A name stays a name, and what is empty tells nothing.
  await page.getByRole('row', { name: /User open added name: open · role: operator · disabled: no/ }).waitFor();
  await page.getByRole('row', { name: /order.painted ORD-1042 colour: red/ }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'audit');

  await row.getByText('The workshop started it').click();
  const panel = page.getByRole('dialog');
  await panel.getByText('Olga Petrova (support)').waitFor();
  await panel.getByRole('row', { name: 'status Submitted Manufacturing started' }).waitFor();
  await panel.getByRole('row', { name: 'customer is told — as usual' }).waitFor();
  await snapshot(page, 'audit-entry');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'ivan', exact: true }).click();
  await row.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).search).toBe('?who=ivan');
  await page.getByRole('link', { name: '#31' }).click();
  await page.waitForURL('**/incidents/31');
});

test('the same in Russian; days are whole ones', async () => {
  const russian = await signedIn('manager', { language: 'ru' });
  await russian.goto('/audit?action=order');
  await russian
    .getByRole('row', { name: /Исправлен статус заказа ORD-1042.*статус: Оформлен → В производстве/ })
    .waitFor();
  await russian.goto('/audit?from=2001-01-01&to=2001-01-01');
  await russian.getByText('Под эти фильтры ничего не подходит.', { exact: false }).waitFor();
});

test('each action that the code writes down has its sentence', () => {
  const root = resolve(import.meta.dirname, '../..');
  const files = globSync('{api,tracker,notifier,alerts,collector}/**/*.ts', { cwd: root });
  const actions = files
    .filter(file => !file.includes('.test.') && !file.includes('-under-test'))
    .flatMap(file => [...readFileSync(join(root, file), 'utf8').matchAll(/action: '([a-z-]+[.][a-z_]+)'/g)])
    .map(([, action]) => action!);
  expect(actions.length).toBeGreaterThan(30);
  expect(actions.filter(action => !Object.hasOwn(auditEn, `audit.did.${action}`))).toEqual([]);
});
