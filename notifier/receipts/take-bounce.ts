import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { FAILURE_REASONS } from '../reasons.ts';
import { applyReceipts } from './apply.ts';
import { type Bounce, bounceReceipt, isForGood, readBounce } from './bounce.ts';
import { lockMessages } from './match.ts';

/** What became of a mail that came back. `about`: what the message was about. */
export type BounceTaken =
  | { kind: 'noted'; about: string; id: string; state: string; sentence: string }
  | { kind: 'notABounce'; sentence: string }
  | { kind: 'noMessage'; sentence: string };

/** Reads a bounce, finds the message that it is about, and writes down what it says. The same one again changes nothing. */
export async function takeBounce(
  { pool, vault }: { pool: Pool; vault: Vault },
  raw: Buffer,
  now: Instant,
): Promise<BounceTaken> {
  const bounce = await readBounce(raw);
  if (bounce.kind === 'other') return { kind: 'notABounce', sentence: `This is no bounce. ${bounce.why}` };
  return transaction(pool, async tx => {
    const receipts = bounce.ids.map(id => bounceReceipt(bounce, id, now));
    // The message that came back stands before those that it refers to.
    const known = await lockMessages(tx, receipts);
    const receipt = receipts.find(one => known.some(({ id }) => id === one.message?.id));
    const message = known.find(({ id }) => id === receipt?.message?.id);
    if (!receipt || !message) {
      return { kind: 'noMessage', sentence: 'This bounce names no message of ours.' };
    }
    await applyReceipts(tx, [{ receipt, message }], vault, now);
    const state = receipt.said?.state ?? message.state;
    return { kind: 'noted', about: message.about, id: message.id, state, sentence: inWords(bounce) };
  });
}

function inWords({ verdict }: Bounce & { kind: 'bounce' }): string {
  const reason = FAILURE_REASONS[verdict.meaning?.reason ?? 'refused'];
  switch (verdict.kind) {
    case 'hard':
      return isForGood(verdict)
        ? `It did not arrive: ${lowerFirst(reason)}. Nothing is sent to this address any more.`
        : `It did not arrive: ${lowerFirst(reason)}.`;
    case 'soft':
      return 'The mail server still tries, or does not say why it sent this; nothing else was changed.';
    case 'done':
      return 'It arrived.';
    default:
      return verdict.kind satisfies never;
  }
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
