import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { lifecycle } from '../tracker/lifecycle.ts';
import { aKeyOf } from './access/key-under-test.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';
import { presentLifecycle } from './present-lifecycle.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

test('the reference case: its statuses with words, limits, rules and calendar', async () => {
  const { status, body } = await api.get(contract.LifecyclePage, '/api/v1/lifecycles');
  expect([status, body.nextCursor, body.items.map(({ name }) => name)]).toEqual([200, null, ['jewellery']]);
  const [jewellery] = body.items;
  expect(jewellery).toMatchObject({
    match: null,
    zone: 'Europe/Moscow',
    calendar: { zone: 'Europe/Moscow', hours: { mon: ['09:00-18:00'] } },
  });
  expect(jewellery?.calendar?.closures).toContainEqual({
    from: '2026-12-31',
    to: '2027-01-08',
    reason: 'New Year holidays',
  });
  expect(jewellery?.statuses.map(one => one.status)).toEqual([
    'INITIATED',
    'SUBMITTED',
    'PRICE_CALCULATED',
    'MANUFACTURING_APPROVED',
    'MANUFACTURING_STARTED',
    'MANUFACTURING_COMPLETED',
    'PACKAGING',
    'SHIPPED',
    'CLOSED',
    'CANCELLED',
  ]);
  const named = (name: string) => jewellery?.statuses.find(one => one.status === name);
  expect(named('SUBMITTED')).toEqual({
    status: 'SUBMITTED',
    owner: 'shop',
    entry: true,
    terminal: false,
    next: ['PRICE_CALCULATED', 'CANCELLED'],
    label: { en: 'Submitted', ru: 'Оформлен' },
    customerLabel: { en: 'We have your order', ru: 'Мы получили ваш заказ' },
    customerStep: { en: 'Order', ru: 'Заказ' },
    serviceLevel: { target: 'PT1H', breach: 'PT24H', time: 'calendar' },
    freeze: null,
    notice: 'order-received',
  });
  expect(named('PRICE_CALCULATED')?.freeze).toEqual({ after: 'P14D' });
  expect(named('MANUFACTURING_APPROVED')?.serviceLevel?.time).toBe('business');
  expect(named('CLOSED')).toMatchObject({ terminal: true, next: [], serviceLevel: null, notice: null });
  for (const one of jewellery?.statuses ?? []) {
    expect(one.label?.ru).toMatch(/[а-яё]/i);
    expect(one.customerLabel?.ru).toMatch(/[а-яё]/i);
  }
});

test('partners and customers see the way without the limits by which the house measures itself', async () => {
  for (const role of ['partner', 'customer'] as const) {
    const asked = { headers: await aKeyOf(pool, role) };
    const { body } = await api.get(contract.LifecyclePage, '/api/v1/lifecycles', asked);
    const [{ match, calendar, statuses }] = body.items as [(typeof body.items)[number]];
    expect([match, calendar]).toEqual([null, null]);
    expect(statuses.every(one => !one.serviceLevel && !one.freeze && !one.notice)).toBe(true);
    expect(statuses[1]).toMatchObject(
      role === 'partner'
        ? { owner: 'shop', label: { en: 'Submitted' } }
        : { owner: null, label: null, customerLabel: { en: 'We have your order' } },
    );
  }
});

test('what a configuration leaves out is there, as null or as what it means', () => {
  const sparse = lifecycle(
    {
      name: 'repair',
      zone: 'UTC',
      match: { productClass: ['repair'] },
      statuses: { DONE: { owner: 'shop', next: [] } },
    },
    '',
  );
  expect(contract.Lifecycle.parse(presentLifecycle(sparse))).toEqual({
    name: 'repair',
    match: { productClass: ['repair'] },
    zone: 'UTC',
    calendar: null,
    statuses: [
      {
        status: 'DONE',
        owner: 'shop',
        entry: false,
        terminal: true,
        next: [],
        label: null,
        customerLabel: null,
        customerStep: null,
        serviceLevel: null,
        freeze: null,
        notice: null,
      },
    ],
  });
});

test('a parameter that it has not: 400 with its name', async () => {
  const { status, problem } = await api.refused('GET', '/api/v1/lifecycles?limit=5');
  expect([status, problem.parameter]).toEqual([400, 'limit']);
});
