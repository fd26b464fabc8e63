import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { calendar } from '../tracker/calendar.ts';
import { businessLimit, calendarLimit } from '../tracker/service-level.ts';
import { aChain, aStep, putOpened, settingsWith } from './escalation-under-test.ts';
import { rotation } from './rotation.ts';
import { aPerson } from './settings-under-test.ts';

/** An order has been SUBMITTED for a day by then. On Sunday the clocks in Berlin go back. */
export const FRIDAY: Instant = Date.parse('2026-10-23T17:30:00+02:00');

const ZONE = 'Europe/Berlin';
const hours = ['09:00-18:00'];
const office = calendar({ zone: ZONE, hours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } });

const people = { anna: aPerson('Anna'), bernd: aPerson('Bernd'), chef: aPerson('Chef') };
const onCall = { kind: 'onCall', rotation: 'support' } as const;

const rotations = {
  support: rotation({ zone: ZONE, from: '2026-10-24T12:00', shift: 'P1D', people: ['anna', 'bernd'] }),
};
const day = calendarLimit('P1D', ZONE);

/** Round the clock: on call, the same again a day later by the clock, the boss; and once more. */
export const ROUND_THE_CLOCK = settingsWith(
  aChain(
    [
      aStep([onCall]),
      aStep([onCall, { kind: 'slack' }], { after: day }),
      aStep([{ kind: 'person', person: 'chef' }], { after: day }),
    ],
    { repeat: { from: 1, times: 1, after: calendarLimit('PT12H', ZONE) } },
  ),
  { people, rotations },
);

/** In the hours of the office only. */
export const IN_OFFICE_HOURS = settingsWith(
  aChain([aStep([onCall]), aStep([{ kind: 'person', person: 'chef' }], { after: businessLimit('PT1H', office) })], {
    calendar: office,
    repeat: { from: 1, times: 1, after: businessLimit('P1D', office) },
  }),
  { people, rotations },
);

export const openOnFriday = (pool: Pool) => putOpened(pool, { at: FRIDAY, orders: ['ORD-1'] });
