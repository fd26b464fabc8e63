import { beforeEach, expect, it } from 'vitest';
import { type ReasonKind, rejected } from '../../collector/envelope/envelope.ts';
import { fromHttp, NO_PROPERTIES } from '../../collector/message.ts';
import { insertQuarantined, markReplayed } from '../../collector/quarantine-rows.ts';
import { testDatabase } from '../../test/support/database.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { aRule, find, subjects } from '../conditions-under-test.ts';

const { pool } = await testDatabase();
beforeEach(() => pool.query('truncate collector.quarantine'));

let made = 0;

/** As the intake puts it aside. */
async function put(
  kind: ReasonKind,
  { at = T0, appId = 'mes', value }: { at?: number; appId?: string; value?: string } = {},
): Promise<string[]> {
  made += 1;
  const message = { ...fromHttp(Buffer.from(`message ${made}`), at), properties: { ...NO_PROPERTIES, appId } };
  const rejection = rejected(kind, 'Why', value === undefined ? undefined : { field: 'status', value });
  return insertQuarantined(pool, [{ message, rejection }], plainVault);
}

const rule = (over = 0) => aRule({ condition: { kind: 'quarantine', over } });

it('finds each reason by itself, with how many messages are there for it', async () => {
  expect(await subjects(pool, rule(), T0)).toEqual([]);
  await put('unknown_status', { value: 'PRICED' });
  const [last] = await put('unknown_status', { at: T0 + MINUTE, value: 'PRICED' });
  const [other] = await put('not_json', { at: T0 + MINUTE, appId: 'crm' });
  expect(await find(pool, rule(), T0 + MINUTE)).toMatchObject([
    {
      subject: 'quarantine:unknown_status:PRICED:mes',
      orderId: null,
      since: T0,
      detail: {
        en: "2 messages from mes can't be read: the status PRICED is not known.",
        ru: 'Не прочитать сообщений от mes: 2 (статус PRICED неизвестен).',
      },
    },
    { subject: 'quarantine:not_json:crm', detail: { en: "A message from crm can't be read: the body is not JSON." } },
  ]);
  expect(await subjects(pool, rule(1), T0 + MINUTE)).toEqual(['quarantine:unknown_status:PRICED:mes']);
  await markReplayed(pool, [last!, other!], T0 + MINUTE);
  expect(await subjects(pool, rule(1), T0 + MINUTE)).toEqual([]);
  expect(await subjects(pool, rule(), T0 + MINUTE)).toEqual(['quarantine:unknown_status:PRICED:mes']);
});

it('finds one matter in what comes for ever new reasons', async () => {
  for (let i = 0; i < 23; i++) await put('unknown_status', { at: T0 + i, value: `S${i}` });
  const found = await find(pool, rule(), T0);
  expect(found).toHaveLength(21);
  expect(found.at(-1)).toMatchObject({
    subject: 'quarantine:others',
    detail: { en: "3 messages can't be read for 3 other reasons." },
  });
  expect(await subjects(pool, rule(2), T0)).toEqual(['quarantine:others']);
});

it('knows those from before there were reasons to group by', async () => {
  await put('not_json');
  await pool.query('update collector.quarantine set fingerprint = null, mentions = null');
  expect(await find(pool, rule(), T0)).toMatchObject([
    { subject: 'quarantine:not_json', detail: { en: "A message can't be read: the body is not JSON." } },
  ]);
});
