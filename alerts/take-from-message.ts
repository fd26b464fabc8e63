import { enqueueMessages } from '../notifier/enqueue.ts';
import { TAKEN_TEMPLATE, type TakenVariables } from '../notifier/incident-variables.ts';
import type { NewMessage } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { incidentName } from './incident.ts';
import { acknowledge, type Commanded, type On, resolve, snooze } from './incident-commands.ts';
import { findIncident, findMatter } from './incident-rows.ts';
import type { ReplyCommand } from './reply-command.ts';
import { sayVerdict } from './verdict-command.ts';

/** Where an answer goes. `by`: as incidents name who did something; `name`: as others read it. */
export type Answerer = Pick<NewMessage, 'channel' | 'recipient' | 'address' | 'locale' | 'zone'> & {
  by: string;
  name: string;
};

/** What came of it, but for what they are asked then. */
export type Obeyed = Omit<TakenVariables['answer'], 'asks'>;

/** What somebody wanted of an incident by a message of their own (`how`), done; and what they are answered. */
export async function obey(
  pool: Pool,
  { incident, want, forMs }: ReplyCommand,
  who: Pick<Answerer, 'by' | 'name'> & { how: string },
  on: On,
): Promise<Obeyed> {
  const { by, name, how } = who;
  switch (want) {
    case 'take': {
      const commanded = await acknowledge(pool, incident, { by, until: null, note: null, had: null }, on);
      return answerOf(commanded, 'taken', name);
    }
    case 'putOff': {
      const commanded = await snooze(pool, incident, { by, until: on.now + forMs, reason: how }, on);
      return answerOf(commanded, 'put_off', name);
    }
    case 'close': {
      const commanded = await resolve(pool, incident, { by, reason: how }, on);
      return answerOf(commanded, 'closed', name);
    }
    case 'yes': {
      const wasReal = await wasAskedWhetherReal(pool, incident, by);
      return obey(pool, { incident, want: wasReal ? 'real' : 'take', forMs }, who, on);
    }
    case 'real':
    case 'not_real':
    case 'our_data': {
      const commanded = await sayVerdict(pool, incident, { by, verdict: want, note: null }, on);
      return { ...answerOf(commanded, 'said', name), verdict: want };
    }
    default:
      return want satisfies never;
  }
}

/** They are when they have taken it on, and when it is over; before that, whether they take it on. */
async function wasAskedWhetherReal(pool: Pool, id: number, by: string): Promise<boolean> {
  const incident = await findIncident(pool, await findMatter(pool, id));
  return incident?.state === 'resolved' || (incident?.state === 'acknowledged' && incident.acknowledgedBy === by);
}

function answerOf(commanded: Commanded, done: 'taken' | 'put_off' | 'closed' | 'said', by: string): Obeyed {
  switch (commanded.kind) {
    case 'done': {
      const { until } = commanded.incident;
      return { kind: done, by, until: until === null ? null : toIso(until), verdict: null };
    }
    case 'missing':
      return { kind: 'unknown', by, until: null, verdict: null };
    case 'refused':
      // Only of what is over nothing can be wanted any more.
      return { kind: 'over', by, until: null, verdict: null };
    default:
      return commanded satisfies never;
  }
}

const EXPIRES_AFTER_MS = 3_600_000;

/** Puts the answer into the outbox; `occasion` tells one from another. */
export async function enqueueAnswer(
  tx: Db,
  { by: _by, name: _name, ...to }: Answerer,
  { id, occasion, variables }: { id: number; occasion: string; variables: TakenVariables },
  { vault, now }: { vault: Vault; now: Instant },
): Promise<void> {
  const message: NewMessage = {
    ...to,
    about: incidentName(id),
    kind: 'staff',
    template: TAKEN_TEMPLATE,
    occasion,
    status: null,
    eventId: null,
    urgent: true,
    variables,
    factAt: now,
    notBefore: now,
    expiresAt: now + EXPIRES_AFTER_MS,
    traceparent: null,
  };
  await enqueueMessages(tx, [message], { vault, now });
}
