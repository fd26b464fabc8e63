import { expect, test } from 'vitest';
import { putEvent, putFinding, putIncident, toldTo } from '../../alerts/incident-rows-under-test.ts';
import { WORKSHOP } from '../../alerts/workshop-under-test.ts';
import { aMessage, putMessages } from '../../notifier/message-rows-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool, { alerts: WORKSHOP });
api.clock.set(T0 + HOUR);

const text = (en: string, ru: string) => ({ en, ru });
const ids = ['ORD-1042', 'ORD-1039', 'ORD-1051'];
await api.ledger.record(arrivals(ids.map(orderId => anEvent({ orderId, promisedAt: T0 }))));

const before = await putIncident(pool, {
  ...({
    state: 'resolved',
    openedAt: T0 - 9 * DAY,
    resolvedBy: 'Ivan Sidorov',
    causeKey: 'consumers:mes.inbox',
  } as const),
  ...({ verdict: 'real', verdictBy: 'Ivan Sidorov' } as const),
});
await putEvent(pool, before, {
  kind: 'resolved',
  by: 'Ivan Sidorov',
  detail: { reason: 'the consumer was restarted' },
});
const stuck = await putIncident(pool, {
  ...({
    severity: 'critical',
    step: 1,
    nextStepAt: T0 + 2 * HOUR,
    customers: 'held',
    openedAt: T0 - 20 * MINUTE,
  } as const),
  causeKey: 'consumers:mes.inbox',
  cause: text('Nobody has read from mes.inbox since 11:50.', 'С 11:50 никто не читает mes.inbox.'),
});
for (const [nth, orderId] of ids.entries()) {
  await putFinding(pool, stuck, {
    ...{ orderId, since: T0 - (nth + 20) * HOUR, limitAt: T0 + (3 - nth) * HOUR },
    usual: { p50Ms: 35 * MINUTE, p90Ms: 3 * HOUR, p95Ms: 5 * HOUR, samples: 212, basis: 'lifecycle' },
  });
}
await putFinding(pool, stuck, {
  detail: text('1,204 messages wait, nobody reads', 'ждут 1204 сообщения, никто не читает'),
});
const message = aMessage({ about: `incident:${stuck}`, kind: 'staff', recipient: 'staff:ivan', state: 'delivered' });
await putMessages(pool, [message]);
await putEvent(pool, stuck, { kind: 'opened', at: T0 - 20 * MINUTE, detail: { orders: 3, first: ids.slice(0, 2) } });
const people = [{ ...toldTo('ivan')[0]!, name: 'Ivan Sidorov', messageId: message.id }];
await putEvent(pool, stuck, { kind: 'told', at: T0 - 19 * MINUTE, detail: { step: 0, round: 0, people } });
const queue = await putIncident(pool, {
  ...{ rule: 'queue-full', about: 'queue:mes.calc', openedAt: T0, nextStepAt: T0 + HOUR, limit: null },
  title: text('Too many messages wait in mes.calc', 'В mes.calc ждёт слишком много сообщений'),
});
const ofOlga = await putIncident(pool, {
  ...({
    state: 'acknowledged',
    acknowledgedBy: 'olga',
    acknowledgedAt: T0 + 57 * MINUTE,
    openedAt: T0 - DAY,
  } as const),
  title: text('CRM and MES disagree', 'CRM и MES расходятся'),
});
await putFinding(pool, ofOlga, { orderId: 'ORD-77' });

const stateOf = async (id: number) =>
  (await pool.query<{ state: string }>('select state from alerts.incident where id = $1', [id])).rows[0]!.state;

test('on a phone: what is wrong in a sentence; one tap takes it on, one takes that back; what another has is said', async () => {
  const page = await signedIn('support', { phone: true, scheme: 'dark' });
  await page.goto('/incidents');
  const answer = page.getByText('2 incidents wait for somebody, the oldest for 1 h 20 min; 1 is taken on.');
  await answer.waitFor();
  await page.getByText('The customers of 1 incident wait').waitFor();
  const row = page.getByRole('listitem', { name: `Incident ${stuck}:` });
  expect(await row.innerText()).toContain('3 orders · for 1 h 20 min · limit 24 h · customers wait for a word');
  await expectNoSeriousViolations(page);
  await snapshot(page, 'incidents');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);

  await row.getByRole('button', { name: 'Acknowledge' }).tap();
  await page.getByText('Acknowledged: it is yours.').waitFor();
  expect(await stateOf(stuck)).toBe('acknowledged');
  await row.getByText('support has it until').waitFor();
  await page.getByRole('button', { name: 'Undo' }).tap();
  await row.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(await stateOf(stuck)).toBe('open');

  // What the list has heard last is from before somebody was faster.
  await page.route(/\/api\/v1\/incidents\?/, () => {});
  const late = page.getByRole('listitem', { name: `Incident ${queue}:` });
  await pool.query(
    `update alerts.incident set state = 'acknowledged', acknowledged_by = 'olga', acknowledged_at = $2, until = $3,
            next_step_at = null where id = $1`,
    [queue, toIso(T0 + 57 * MINUTE), toIso(T0 + DAY)],
  );
  await late.getByRole('button', { name: 'Acknowledge' }).tap();
  await page.getByText('Olga Petrova has acknowledged it 3 min ago.').waitFor();
});

test('by keys: several are chosen, what will happen to each is shown first, then it is done', async () => {
  const page = await signedIn('manager');
  await page.goto('/incidents');
  await page.getByRole('listitem', { name: `Incident ${stuck}:` }).waitFor();
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 's']) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 incident is put off until').waitFor();
  const consequences = (await dialog.getByRole('listitem').allInnerTexts()).join('\n');
  expect(consequences).toContain('3 orders are concerned.');
  expect(consequences).toContain('Olga Petrova is not told: 1 message, the first at 14:00.');
  expect(consequences).toContain('Customers of 3 late orders go on waiting for somebody’s word.');
  expect(consequences).toContain(`#${ofOlga} is left as it is: Olga Petrova has acknowledged it 3 min ago.`);
  await expectNoSeriousViolations(page);
  await snapshot(page, 'incidents-bulk');
  expect(await stateOf(stuck)).toBe('open');
  await dialog.getByRole('button', { name: 'Snooze 1 incident' }).click();
  await page.getByText('Put off. 2 were left as they are.').waitFor();
  expect(await stateOf(stuck)).toBe('snoozed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Given back').waitFor();
  expect(await stateOf(stuck)).toBe('open');
});

test('one incident: why, who was told and who is next, its orders against their limits; the customers’ word, a note, the end', async () => {
  // As it was: what is given back is told again at the step that it had come to.
  const asItWas = 'update alerts.incident set step = 1, next_step_at = $2 where id = $1';
  await pool.query(asItWas, [stuck, toIso(T0 + 2 * HOUR)]);
  const page = await signedIn('manager');
  await page.goto(`/incidents/${stuck}`);
  await page.getByText('3 of 3 orders are still stuck. Olga Petrova is told next, at 14:00.').waitFor();
  await page.getByRole('region', { name: 'Why' }).getByText('Nobody has read from mes.inbox since 11:50.').waitFor();
  const steps = await page.getByRole('region', { name: 'Escalation' }).innerText();
  expect(steps).toMatch(
    /Step 1 told[\s\S]*Ivan Sidorov[\s\S]*delivered[\s\S]*Step 2 next, at 14:00[\s\S]*Olga Petrova · SMS/,
  );
  const order = page.getByRole('row', { name: /ORD-1042/ });
  expect(await order.innerText()).toContain('21 h · limit 23 h · usually 35 min');
  expect(await order.getByRole('link', { name: 'ORD-1042' }).getAttribute('href')).toBe('/orders/ORD-1042');
  await page.getByText('“the consumer was restarted”').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'incident');

  await page.getByRole('button', { name: 'Tell them', exact: true }).click();
  await page.getByText('manager said that customers are told').first().waitFor();
  await page.getByRole('button', { name: 'It was real' }).click();
  await page.getByText('manager said so').waitFor();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('I call the MES people by 15:00');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.getByRole('list', { name: 'What happened' }).getByText('I call the MES people by 15:00').waitFor();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Why it is over' }).fill('The consumer runs again');
  await dialog.getByRole('button', { name: 'Resolve 1 incident' }).click();
  await page.getByText('manager closed it: The consumer runs again').waitFor();
  expect(await stateOf(stuck)).toBe('resolved');
});
