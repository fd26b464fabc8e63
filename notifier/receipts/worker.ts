import type { Instant } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { Log } from '../../platform/log.ts';
import { type Db, type Pool, saysDatabaseIsGone, transaction } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { addressHash, normalAddress } from '../address.ts';
import type { StaffEars } from '../staff-ears.ts';
import { suppress, unsuppress } from '../suppression-rows.ts';
import { applyReceipts } from './apply.ts';
import { lockMessages, type Match, matchMessage, PATIENCE_MS } from './match.ts';
import type { Receipt, Reply, Understood } from './receipt.ts';
import { claimReceipts, closeReceipts, type OpenReceipt, type Outcome } from './receipt-rows.ts';
import { readSendgrid } from './sendgrid-receipt.ts';
import { readSlackPress } from './slack-press.ts';
import { readTwilio, type TwilioPayload } from './twilio-receipt.ts';

const PAGE = 200;
const PROVIDERS = ['twilio', 'sendgrid', 'slack'] as const;

export type ReceiptWorker = {
  /** Works off what providers have called back with. Returns how many it closed. Any number of processes may call it. */
  runOnce(now: Instant): Promise<number>;
};

export type ReceiptWorkerDeps = {
  pool: Pool;
  vault: Vault;
  /** They come first: what somebody of the company answers to an incident is no opt-out. */
  ears: Pick<StaffEars, 'onReply' | 'onSlackPress'>;
  log: Log;
};

export function createReceiptWorker(deps: ReceiptWorkerDeps): ReceiptWorker {
  return {
    runOnce: async now => {
      let closed = 0;
      // Those that wait for their message stay; the page after them comes next.
      for (let after: number | null = 0; after !== null; ) {
        const from: number = after;
        const page: Worked = await workOffSome(deps, { after: from, limit: PAGE }, now);
        closed += page.closed;
        after = page.next;
      }
      return closed;
    },
  };
}

type Worked = { closed: number; next: number | null };

/** One that the database refuses must not hold up those beside it: it is found by halves, and laid aside in the end. */
async function workOffSome(
  deps: ReceiptWorkerDeps,
  { after, limit }: { after: number; limit: number },
  now: Instant,
): Promise<Worked> {
  const { pool, vault, log } = deps;
  let first: OpenReceipt | undefined;
  try {
    return await transaction(pool, async tx => {
      const open = await claimReceipts(tx, { providers: PROVIDERS, after, limit }, vault);
      first = open[0];
      return { closed: await workOff(tx, open, deps, now), next: open.length < limit ? null : open.at(-1)!.id };
    });
  } catch (error) {
    if (saysDatabaseIsGone(error)) throw error;
    if (limit > 1) {
      const one = await workOffSome(deps, { after, limit: Math.ceil(limit / 2) }, now);
      if (one.next === null) return one;
      const other = await workOffSome(deps, { after: one.next, limit: Math.floor(limit / 2) }, now);
      return { closed: one.closed + other.closed, next: other.next };
    }
    if (!first) throw error;
    const { id, receivedAt } = first;
    log.error({ receipt: id, err: describeFault(error) }, 'what a provider posted could not be worked off');
    const isOver = now - receivedAt >= PATIENCE_MS;
    if (isOver) await closeReceipts(pool, [{ id, outcome: 'not_understood' }], now);
    return { closed: isOver ? 1 : 0, next: id };
  }
}

async function workOff(
  tx: Db,
  open: readonly OpenReceipt[],
  { vault, ears }: Pick<ReceiptWorkerDeps, 'vault' | 'ears'>,
  now: Instant,
): Promise<number> {
  const understood = open.map(one => ({ ...one, ...understand(one) }));
  // Before any message is held: what people want is done in transactions of its own, which must not wait for this one.
  const heeded = new Set<number>();
  for (const { id, said } of understood) {
    if (said?.kind === 'reply' && (await heed(tx, said.reply, ears, now))) heeded.add(id);
    if (said?.kind === 'press' && (await ears.onSlackPress(tx, said.press, now))) heeded.add(id);
  }
  const receipts = understood.flatMap(one => (one.said?.kind === 'receipt' ? [{ ...one, ...one.said }] : []));
  const known = await lockMessages(
    tx,
    receipts.map(({ receipt }) => receipt),
  );
  const matches = new Map<number, { receipt: Receipt; match: Match }>(
    receipts.map(({ id, receipt, receivedAt }) => [
      id,
      { receipt, match: matchMessage(receipt, known, receivedAt, now) },
    ]),
  );
  await applyReceipts(
    tx,
    [...matches.values()].flatMap(({ receipt, match }) =>
      match.kind === 'found' ? [{ receipt, message: match.message }] : [],
    ),
    vault,
    now,
  );
  const worked = understood.flatMap(({ id, said, isRead }) => {
    const outcome = isRead ? outcomeOf(said, heeded.has(id), matches.get(id)?.match) : 'not_understood';
    return outcome === null ? [] : [{ id, outcome }];
  });
  await closeReceipts(tx, worked, now);
  return worked.length;
}

/** What providers send tomorrow may look unlike what they send today: one such must not stop the others. */
function understand({ provider, payload, receivedAt }: OpenReceipt): { said: Understood; isRead: boolean } {
  if (typeof payload !== 'object' || payload === null) return { said: null, isRead: false };
  return { said: saidIn(provider, payload, receivedAt), isRead: true };
}

function saidIn(provider: OpenReceipt['provider'], payload: object, receivedAt: Instant): Understood {
  if (provider === 'twilio') return readTwilio(payload as TwilioPayload, receivedAt);
  if (provider !== 'slack') return readSendgrid(payload, receivedAt);
  const press = readSlackPress(payload);
  return press && { kind: 'press', press };
}

/** Null: it stays open. */
function outcomeOf(said: Understood, isHeeded: boolean, match: Match | undefined): Outcome | null {
  if (said === null) return 'ignored';
  if (said.kind !== 'receipt') return isHeeded ? 'applied' : 'ignored';
  if (match === undefined || match.kind === 'wait') return null;
  return match.kind === 'found' ? 'applied' : 'no_message';
}

/**
 * What somebody of the company wants; else STOP and START: a person's wish, whether the address works is another matter,
 * and stays as it is. False: nothing follows from it.
 */
async function heed(
  tx: Db,
  { channel, from, text, word }: Reply,
  ears: Pick<StaffEars, 'onReply'>,
  now: Instant,
): Promise<boolean> {
  const address = normalAddress(channel, from);
  if (address === null) return false;
  if (await ears.onReply(tx, { channel, from: address, text }, now)) return true;
  const hashed = { channel, addressHash: addressHash(channel, address) };
  if (word === 'stop') await suppress(tx, { ...hashed, reason: 'opted_out' }, now);
  if (word === 'start') await unsuppress(tx, hashed, ['opted_out']);
  return word === 'stop' || word === 'start';
}
