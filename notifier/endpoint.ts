import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Endpoint, noteFailing, noteWorking } from './endpoint-rows.ts';
import { enqueueMessages } from './enqueue.ts';
import type { NewMessage } from './message.ts';
import type { Outcome } from './outcome.ts';
import { partnerRecipient } from './recipient.ts';
import type { NotifierSettings } from './settings.ts';

const DAY = 24 * 3_600_000;
/** An endpoint that has only failed for so long is switched off. */
const PATIENCE_MS = 5 * DAY;
/** One that is off gets the next message after this, to see whether it works again: then it is on. */
const REST_MS = DAY;
const NOTICE_EXPIRES_MS = 7 * DAY;

/** Whether its messages are dropped. */
export function isSwitchedOff(endpoint: Endpoint | undefined, now: Instant): boolean {
  const { disabledAt = null } = endpoint ?? {};
  return disabledAt !== null && now < disabledAt + REST_MS;
}

export function partnerNamed(recipient: string): string {
  return recipient.slice(partnerRecipient('').length);
}

/** Keeps account of the webhooks of partners, in the transaction that settles what was sent there. */
export async function noteEndpoints(
  tx: Db,
  outcomes: readonly Outcome[],
  on: { settings: NotifierSettings; vault: Vault; now: Instant },
): Promise<void> {
  const tried = outcomes.filter(({ message, event, settlement }) => {
    return message.channel === 'webhook' && (settlement.state === 'sent' || event !== null);
  });
  const working = new Set(
    tried.filter(({ settlement }) => settlement.state === 'sent').map(({ message }) => partnerNamed(message.recipient)),
  );
  const failing = new Set(
    tried.map(({ message }) => partnerNamed(message.recipient)).filter(name => !working.has(name)),
  );
  await noteWorking(tx, [...working]);
  const off = await noteFailing(tx, [...failing], { now: on.now, patienceMs: PATIENCE_MS });
  // Written each time it stays off: the row of the first time is there already.
  await enqueueMessages(
    tx,
    off.flatMap(endpoint => disabledNotice(endpoint, on.settings, on.now)),
    on,
  );
}

/** Tells the partner by e-mail, which is the way on which somebody reads. */
function disabledNotice(endpoint: Endpoint, settings: NotifierSettings, now: Instant): NewMessage[] {
  const { partner, failingSince } = endpoint;
  const declared = Object.hasOwn(settings.partners, partner) ? settings.partners[partner]! : null;
  if (!declared?.email) return [];
  return [
    {
      about: partnerRecipient(partner),
      kind: 'partner',
      template: 'partner-webhook-disabled',
      occasion: `failing since ${toIso(failingSince)}`,
      status: null,
      eventId: null,
      channel: 'email',
      recipient: partnerRecipient(partner),
      address: declared.email,
      locale: declared.locale,
      zone: settings.zone,
      urgent: false,
      variables: {
        partner,
        url: declared.webhook?.url ?? null,
        failingSince: toIso(failingSince),
        disabledAt: toIso(now),
      },
      factAt: now,
      notBefore: now,
      expiresAt: now + NOTICE_EXPIRES_MS,
      traceparent: null,
    },
  ];
}
