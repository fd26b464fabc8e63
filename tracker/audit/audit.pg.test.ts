import { beforeEach, expect, test } from 'vitest';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { T0 } from '../../test/support/factory.ts';
import { readAuditHead } from './audit-rows.ts';
import type { AuditEntry } from './entry.ts';
import { recordAudit, recordAudits } from './record.ts';
import { verifyAudit } from './verify.ts';

const { pool } = await testDatabase();

function anEntry(said: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: T0,
    who: 'Olga',
    role: 'support',
    from: '192.0.2.7',
    action: 'order.corrected',
    subject: { kind: 'order', id: 'ORD-1' },
    reason: 'the MES «lost» it',
    before: { status: 'SUBMITTED', b: [1, 2.5, null], a: 1e21 },
    after: { status: 'PRICE_CALCULATED' },
    ...said,
  };
}

/** As somebody does who may do anything with this database. */
async function tamper(sql: string): Promise<void> {
  await pool.query(`set session_replication_role = replica; ${sql}; set session_replication_role = default`);
}

async function fiveRows(): Promise<void> {
  const ids = ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5'];
  await transaction(pool, tx =>
    recordAudits(
      tx,
      ids.map(id => anEntry({ subject: { kind: 'order', id } })),
    ),
  );
}

beforeEach(() =>
  tamper(`truncate tracker.audit; update tracker.audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex')`),
);

const places = async () => (await verifyAudit(pool)).faults.map(({ kind, from, to }) => [kind, from, to]);

test('what many people do at once is one chain, and what is rolled back leaves no gap', async () => {
  const all = Array.from({ length: 20 }, (_, at) =>
    transaction(pool, async tx => {
      await recordAudit(tx, anEntry({ who: `person ${at}`, before: null }));
      if (at % 4 === 0) throw new Error('thought better of it');
    }),
  );
  await Promise.allSettled(all);

  expect(await verifyAudit(pool)).toMatchObject({ rows: 15, head: { sequence: 15 }, faults: [] });
});

test('nobody who goes by the front door changes the log', async () => {
  await fiveRows();

  for (const sql of [
    `update tracker.audit set who = 'Nobody'`,
    'delete from tracker.audit where sequence = 5',
    'truncate tracker.audit',
    'delete from tracker.audit_head',
  ]) {
    await expect(pool.query(sql)).rejects.toThrow('the audit log is only ever added to');
  }
  expect(await places()).toEqual([]);
});

test.each([
  ['a changed row', `update tracker.audit set reason = 'asked to' where sequence = 3`, ['changed', 3, 3]],
  ['a change of the time', `update tracker.audit set at = at + interval '1 ms' where sequence = 1`, ['changed', 1, 1]],
  ['a change of what was before', `update tracker.audit set before = '{}' where sequence = 5`, ['changed', 5, 5]],
  ['a row taken out', 'delete from tracker.audit where sequence = 2', ['removed', 2, 2]],
  ['rows taken off the beginning', 'delete from tracker.audit where sequence < 3', ['removed', 1, 2]],
  ['rows taken off the end', 'delete from tracker.audit where sequence > 3', ['removed', 4, 5]],
  ['all rows taken', 'delete from tracker.audit', ['removed', 1, 5]],
  [
    'a row put in at the end',
    `insert into tracker.audit select 6, at, who, role, from_address, action, subject_kind, subject_id, reason, before,
       after, hash, hash from tracker.audit where sequence = 5`,
    ['inserted', 6, 6],
  ],
])('%s shows, and where', async (_what, sql, fault) => {
  await fiveRows();

  await tamper(sql);

  expect(await places()).toContainEqual(fault);
});

test('a row that was put in does not stop those who work, and shows for ever', async () => {
  await fiveRows();
  await tamper(`insert into tracker.audit select 6, at, 'Nobody', role, from_address, action, subject_kind, subject_id,
    reason, before, after, hash, hash from tracker.audit where sequence = 5`);

  await transaction(pool, tx => recordAudit(tx, anEntry()));

  expect(await places()).toEqual([['inserted', 6, 6]]);
});

test('rows that were taken off the end are missed also when others have come since', async () => {
  await fiveRows();
  await tamper('delete from tracker.audit where sequence > 3');

  await transaction(pool, tx => recordAudit(tx, anEntry()));

  expect(await places()).toEqual([['removed', 4, 5]]);
});

test('a chain written anew from its end is whole, and not what was noted of it', async () => {
  await fiveRows();
  const noted = await readAuditHead(pool);
  await tamper(`delete from tracker.audit where sequence > 4;
    update tracker.audit_head set sequence = 4, hash = (select hash from tracker.audit where sequence = 4)`);
  expect(await verifyAudit(pool, [noted])).toMatchObject({ faults: [{ kind: 'removed', from: 5, to: 5 }] });

  await transaction(pool, tx => recordAudit(tx, anEntry({ who: 'Nobody' })));

  expect(await verifyAudit(pool)).toMatchObject({ faults: [] });
  expect(await verifyAudit(pool, [noted])).toMatchObject({ faults: [{ kind: 'changed', from: 5, to: 5 }] });
});
