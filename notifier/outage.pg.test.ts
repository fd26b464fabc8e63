import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { enqueueMessages } from './enqueue.ts';
import {
  aMessage,
  DOWN,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readStates,
  TAKEN,
} from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const SECOND = 1_000;
const EVERY = 2 * SECOND;

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

// What goes on while mail is out of order: every two seconds a mail and a text message become due.
it('loses nothing in ten minutes without mail, sends the oldest first, in no rush, and texts as ever', async () => {
  let down = false;
  const at: number[] = [];
  const email = memoryChannel('email', {
    answer: () => {
      if (!down) at.push(clock.now());
      return down ? DOWN : TAKEN;
    },
  });
  const sms = memoryChannel('sms');
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email, sms] });
  const mailHealth = () => dispatcher.health().find(({ channel }) => channel === 'email')!.state;

  const outage = 10 * MINUTE;
  const due = Array.from({ length: outage / EVERY }, (_, number) => T0 + number * EVERY);
  await enqueueMessages(
    pool,
    due.flatMap((notBefore, number) => [
      aMessage({ about: `order ${number}`, notBefore }),
      aMessage({ about: `order ${number}`, notBefore, channel: 'sms', address: '+79161234567' }),
    ]),
    { vault, now: T0 },
  );

  down = true;
  for (const now of due) {
    clock.set(now);
    await dispatcher.runOnce(now);
    // A text message goes out when it is due.
    expect(sms.taken).toHaveLength((now - T0) / EVERY + 1);
  }
  expect(mailHealth()).toBe('down');
  // It was not knocked at for every mail: some until it showed, and then one a minute or so.
  expect(email.asked.length).toBeGreaterThan(5);
  expect(email.asked.length).toBeLessThan(60);
  expect(email.taken).toEqual([]);

  down = false;
  const back = T0 + outage;
  for (let now = back; now < back + 10 * MINUTE && email.taken.length < due.length; now += SECOND / 4) {
    clock.set(now);
    await dispatcher.runOnce(now);
  }
  expect(mailHealth()).toBe('up');
  const abouts = email.taken.map(({ about }) => about);
  expect(new Set(abouts).size).toBe(due.length);
  expect(abouts).toHaveLength(due.length);
  expect(new Set(await readStates(pool))).toEqual(new Set(['sent']));

  // Those that were never tried go in the order in which they became due; only the few that were tried have a time of their own.
  const tried = new Set(email.asked.filter(({ attempt }) => attempt > 1).map(({ about }) => about));
  const untried = abouts.filter(about => !tried.has(about)).map(about => Number(about.slice('order '.length)));
  expect(untried.length).toBeGreaterThan(due.length - 60);
  expect(untried).toEqual([...untried].sort((a, b) => a - b));

  // A few in the first second, and never more than twice what it was the second before, with some slack for the bucket.
  const perSecond = new Map<number, number>();
  for (const taken of at) {
    const second = Math.floor((taken - at[0]!) / SECOND);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  const rates = [...perSecond].sort(([a], [b]) => a - b).map(([, count]) => count);
  expect(rates[0]).toBeLessThanOrEqual(5);
  expect(rates[1]).toBeLessThanOrEqual(8);
  expect(rates[2]).toBeLessThanOrEqual(16);
}, 120_000);
