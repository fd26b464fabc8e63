import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { readStandings } from '../tracker/telling.ts';
import { tellsOfDelay } from './delay-notice.ts';
import { isSwitchedOff, partnerNamed } from './endpoint.ts';
import { readEndpoints } from './endpoint-rows.ts';
import { INCIDENT_TEMPLATE } from './incident-variables.ts';
import { judge, type Verdict } from './judge.ts';
import type { Message } from './message.ts';
import type { People } from './people.ts';
import { readPreferences } from './preference-rows.ts';
import type { DropReason } from './reasons.ts';
import type { NotifierSettings } from './settings.ts';
import { findSuppressed, suppressionKey } from './suppression-rows.ts';

export type Inspecting = {
  lifecycles: () => Lifecycles;
  settings: () => NotifierSettings;
  people: Pick<People, 'readSentLately' | 'limitedUntil'>;
  /**
   * Of incidents, those that nobody needs to be told of any more; they stay so until the end of the transaction. Of orders,
   * those of which nobody is to be told that they are late.
   */
  findSettled(tx: Db, abouts: readonly string[]): Promise<Map<string, DropReason>>;
};

export type Inspected = { message: Message; verdict: Verdict };

/** Judges messages by how things are now, in a statement a table; they come as they were given. */
export async function inspect(
  db: Db,
  messages: readonly Message[],
  { lifecycles, settings, people, findSettled }: Inspecting,
  now: Instant,
): Promise<Inspected[]> {
  if (messages.length === 0) return [];
  const present = { settings: settings(), lifecycles: lifecycles(), now };
  const limit = present.settings.limits.recipient;
  const calm = messages.filter(({ urgent }) => !urgent);
  const standings = await readStandings(db, unique(messages.map(({ about }) => about)));
  const suppressed = await findSuppressed(db, messages);
  const preferences = await readPreferences(db, unique(calm.map(({ recipient }) => recipient)));
  const customers = unique(calm.filter(({ kind }) => kind === 'customer').map(({ recipient }) => recipient));
  const sentLately = new Map(await people.readSentLately(db, customers, now - limit.withinMs));
  const isOff = await switchedOff(db, messages, now);
  // That it is over, or taken on, is still to be told afterwards.
  const asks = (message: Message) => message.template === INCIDENT_TEMPLATE || tellsOfDelay(message);
  const asking = unique(messages.filter(asks).map(({ about }) => about));
  const settled = asking.length === 0 ? null : await findSettled(db, asking);
  return messages.map(message => {
    const { about, recipient } = message;
    const sent = sentLately.get(recipient) ?? [];
    const verdict = judge(message, {
      ...present,
      standing: standings.get(about),
      settled: asks(message) ? settled?.get(about) : undefined,
      isSuppressed: suppressed.has(suppressionKey(message)) || isOff(message),
      preference: preferences.get(recipient),
      limitedUntil: people.limitedUntil(message, sent, limit, now),
    });
    // What goes out now is not written down yet when the next one to the same person is looked at.
    if (verdict.kind === 'send') sentLately.set(recipient, [...sent, now]);
    return { message, verdict };
  });
}

async function switchedOff(db: Db, messages: readonly Message[], now: Instant) {
  const webhooks = messages.filter(({ channel }) => channel === 'webhook');
  if (webhooks.length === 0) return () => false;
  const partners = unique(webhooks.map(({ recipient }) => partnerNamed(recipient)));
  const endpoints = await readEndpoints(db, partners);
  return ({ channel, recipient }: Message) =>
    channel === 'webhook' && isSwitchedOff(endpoints.get(partnerNamed(recipient)), now);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
