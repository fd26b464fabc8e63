import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aFinding, putFinding, putIncident } from '../../alerts/incident-rows-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
const asViewer = { headers: { authorization: `Bearer ${await aKeyOf('viewer')}` } };

const customer = { id: 'C-1', name: 'Zoë Quill', email: 'zoe@example.com', phone: '+7 916 555-44-77' };
const list = async (asked: string, init?: RequestInit) =>
  (await api.get(contract.OrderPage, `/api/v1/orders?${asked}`, init)).body;
const listed = async (asked: string, init?: RequestInit) =>
  (await list(asked, init)).items.map(({ orderId }) => orderId).sort();

beforeAll(async () => {
  api.clock.set(T0 + 4 * DAY);
  await api.ledger.record(
    arrivals([
      anEvent({ orderId: 'S-1', eventId: 'msg-1', correlationId: 'cart-1', customer, partner: 'north wind' }),
      anEvent({ orderId: 'S-2', occurredAt: T0 + 4 * DAY - HOUR, customer: { name: '=cmd()', phone: '+7 916 555-99-00' } }),
      anEvent({ orderId: 'S-3', status: 'CLOSED', source: 'crm', customer: { name: 'Ann, "the" Quill' } }),
    ]),
  );
});
