import { describe, expect, test } from 'vitest';
import { T0 } from '../test/support/factory.ts';
import { eventInWords } from './event-words.ts';
import { INCIDENT_EVENT_KINDS, type IncidentEvent } from './incident.ts';

const PEOPLE = { olga: { name: 'Olga' } };
const words = (kind: IncidentEvent['kind'], detail: object = {}, by: string | null = null) =>
  eventInWords({ incidentId: 31, at: T0, kind, by, detail: { ...detail } }, PEOPLE);

const sms = { recipient: 'staff:olga', name: 'Olga', channel: 'sms', messageId: 'm1' };
const mail = { recipient: 'staff:ivan', name: 'Ivan', channel: 'email', messageId: 'm2' };
const slack = { recipient: 'staff:slack', name: 'Slack', channel: 'slack', messageId: 'm3' };
const UNTIL = '2026-11-21T09:00:00.000Z';

describe('in one sentence', () => {
  test.each([
    ['opened', { orders: 1, first: 'queue:mes.calc' }, null, 'It opened: queue:mes.calc.'],
    ['opened', {}, null, 'It opened.'],
    ['joined', { orders: 3, first: ['A', 'B', 'C'] }, null, 'More of the same joined: A, B and C.'],
    ['reopened', { orders: 2 }, null, 'It came back: 2.'],
    ['snooze_ended', {}, 'olga', 'Olga opened it again.'],
    ['left', { orders: 500, first: 'ORD-1' }, null, 'Some of it is over: ORD-1 and 499 more.'],
    ['raised', { from: 'warning', to: 'critical' }, null, 'It became more urgent: critical instead of warning.'],
    [
      'raised',
      { grown: { from: 8, to: 18 } },
      null,
      'It has grown from 8 to 18 orders since it was taken on: it is open again.',
    ],
    [
      'merged',
      { from: 7, orders: 2, first: 'ORD-1' },
      null,
      'Incident 7 turned out to be the same matter: ORD-1 and 1 more.',
    ],
    ['merged', { into: 7 }, null, 'It turned out to be the same matter as incident 7.'],
    ['acknowledged', { until: UNTIL }, 'olga', 'Olga has taken it on until 2026-11-21 09:00 UTC.'],
    ['acknowledged', { until: T0, note: 'On it' }, 'key', 'key has taken it on until 2026-11-20 09:00 UTC: On it'],
    ['acknowledgement_ended', {}, null, 'The time for which it was taken on has ended: it is open again.'],
    ['acknowledgement_ended', {}, 'olga', 'Olga gave it back.'],
    ['snoozed', { until: UNTIL, reason: 'Later' }, 'olga', 'Olga put it off until 2026-11-21 09:00 UTC: Later'],
    ['told', { step: 0, round: 0, people: [sms] }, null, 'Olga (SMS) was told, step 1.'],
    [
      'told',
      { step: 1, round: 2, people: [sms, mail, slack] },
      null,
      'Olga (SMS), Ivan (e-mail) and Slack (Slack) were told, step 2, round 3.',
    ],
    ['nobody_to_tell', { step: 2, round: 0 }, null, 'Step 3 of its chain had nobody to tell.'],
    [
      'silenced',
      { silence: 7, until: UNTIL },
      null,
      'Nobody is told, since a silence holds until 2026-11-21 09:00 UTC.',
    ],
    ['resolved', { resolution: 'frozen' }, null, 'It is over: the orders were frozen.'],
    ['resolved', { reason: 'It was a test' }, 'olga', 'Olga resolved it: It was a test'],
    ['note', { text: 'They call back' }, 'olga', 'Olga noted: They call back'],
  ] as const)('%s %j by %s', (kind, detail, by, sentence) => {
    expect(words(kind, detail, by)).toBe(sentence);
  });

  test.each(INCIDENT_EVENT_KINDS)('%s, of which little is known', kind => {
    expect(words(kind)).toMatch(/^[A-Z].{4,}/);
    expect(words(kind)).not.toMatch(/undefined|null|NaN/);
  });
});
