import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Instant, manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import { readIncidents } from './incidents-under-test.ts';
import { aReplica, ledgerOf, providerUnderTest, type Replica } from './replica-under-test.ts';
import { FRIDAY, type Plot, play, readStory, shopInBerlin, TABLES, THURSDAY } from './whole-story-under-test.ts';

// Hundreds of looks a story; beside other tests that takes its time.
const LONG_MS = 300_000;

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);
const at = (text: string): Instant => Date.parse(text);

let replica: Replica | null = null;
beforeEach(async () => {
  await pool.query(`truncate ${TABLES} restart identity`);
});
afterEach(() => replica?.stop());

/** Each hour at half past, when whatever happens here does, and the minute before: what comes then comes not before. */
function instants(end: Instant): Instant[] {
  const hours = Array.from({ length: Math.floor((end - THURSDAY) / HOUR) + 1 }, (_, nth) => THURSDAY + nth * HOUR);
  return hours.flatMap(now => (now === THURSDAY ? [now] : [now - MINUTE, now]));
}

async function tell(plot: Plot) {
  const configuration = shopInBerlin(plot.severity);
  const [email, slack] = [providerUnderTest('email'), providerUnderTest('slack')];
  const world = { pool, databaseUrl, clock, configuration: () => configuration, channels: [email, slack] };
  const ledger = ledgerOf(world);
  replica = aReplica(world);
  for (const now of instants(plot.end)) {
    clock.set(now);
    await play(world, ledger, plot, now);
    if (now === plot.pricedAt) expect(await resolvedTogether()).toBe(true);
    expect(await replica.lookOnce(now)).toBe(true);
    if (now === FRIDAY - MINUTE) expect(await readIncidents(pool)).toEqual([]);
  }
  return { ...(await readStory(pool)), taken: email.taken.length + slack.taken.length };
}

/** The event, the finding and the incident were written by one transaction. */
async function resolvedTogether(): Promise<boolean> {
  const { rows } = await pool.query(
    `select e.xmin = f.xmin and f.xmin = i.xmin and i.state = 'resolved' as together
       from tracker.order_event e cross join alerts.finding f cross join alerts.incident i
      where e.status = 'PRICE_CALCULATED'`,
  );
  return rows.length === 1 && rows[0].together;
}

test(
  'round the clock it is told over the weekend and the change of clocks, until somebody takes it on',
  async () => {
    const pricedAt = at('2026-10-27T08:30:00+01:00');
    const story = await tell({
      severity: 'critical',
      acknowledgedAt: at('2026-10-26T06:30:00+01:00'),
      pricedAt,
      end: at('2026-10-27T12:00:00+01:00'),
    });
    expect(story.incidents).toEqual([
      {
        rule: 'price-missing',
        about: 'mes',
        state: 'resolved',
        severity: 'critical',
        openedAt: FRIDAY,
        reopened: 0,
        resolution: 'moved_on',
        resolvedAt: pricedAt,
      },
    ]);
    expect(story.findings).toEqual([
      {
        rule: 'price-missing',
        subject: 'order:ORD-1',
        stay: 'SUBMITTED@2026-10-22T15:30:00.000Z',
        resolution: 'moved_on',
        first_seen_at: FRIDAY,
        resolved_at: pricedAt,
      },
    ]);
    expect(story.kinds).toEqual([['opened', 'told', 'told', 'told', 'told', 'acknowledged', 'resolved']]);
    expect(story.messages).toEqual([
      // Friday 17:30; before the first handover the turns are counted backwards.
      '10-23 15:30 incident staff:bernd email sent',
      // Saturday, a day later.
      '10-24 15:30 incident staff:anna email sent',
      '10-24 15:30 incident staff:slack slack sent',
      // Sunday, at the same time of day, which is 25 hours later.
      '10-25 16:30 incident staff:chef email sent',
      // Twelve hours later once more. On Tuesday it would be the chef's turn again, who has taken it on by then.
      '10-26 04:30 incident staff:bernd email sent',
      '10-26 04:30 incident staff:slack slack sent',
      // Priced.
      '10-27 07:30 incident-resolved staff:anna email sent',
      '10-27 07:30 incident-resolved staff:bernd email sent',
      '10-27 07:30 incident-resolved staff:chef email sent',
      '10-27 07:30 incident-resolved staff:slack slack sent',
    ]);
    expect(story.taken).toBe(story.messages.length);
  },
  LONG_MS,
);

test(
  'in office hours nobody is told at the weekend, and its hours do not count',
  async () => {
    const story = await tell({
      severity: 'warning',
      acknowledgedAt: at('2026-10-26T17:30:00+01:00'),
      pricedAt: at('2026-10-27T10:30:00+01:00'),
      end: at('2026-10-27T18:00:00+01:00'),
    });
    expect(story.incidents).toMatchObject([{ state: 'resolved', severity: 'warning', openedAt: FRIDAY }]);
    expect(story.messages).toEqual([
      // Friday 17:30.
      '10-23 15:30 incident staff:bernd email sent',
      // An hour of work later: half of it on Friday, the rest on Monday, until 09:30 in winter time.
      '10-26 08:30 incident staff:chef email sent',
      // On Tuesday at 09:30 somebody has taken it on.
      '10-27 09:30 incident-resolved staff:bernd email sent',
      '10-27 09:30 incident-resolved staff:chef email sent',
    ]);
  },
  LONG_MS,
);

test(
  'without anybody who takes it on, it goes through all of its chain and no further',
  async () => {
    const story = await tell({
      severity: 'warning',
      acknowledgedAt: Number.NaN,
      pricedAt: Number.NaN,
      end: at('2026-10-28T12:00:00+01:00'),
    });
    expect(story.incidents).toMatchObject([{ state: 'open' }]);
    expect(story.messages.map(message => message.slice(0, 35))).toEqual([
      '10-23 15:30 incident staff:bernd em',
      '10-26 08:30 incident staff:chef ema',
      // A working day later.
      '10-27 08:30 incident staff:chef ema',
    ]);
  },
  LONG_MS,
);
