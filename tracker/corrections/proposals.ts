import type { Instant } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor } from '../audit/entry.ts';
import { recordAudits } from '../audit/record.ts';
import { readOrderNow } from '../decisions/order-now.ts';
import type { Person } from '../decisions/own-event.ts';
import type { Vault } from '../personal-data.ts';
import { audit, type Corrected, type CorrectingDeps, record } from './correct.ts';
import type { AskedCorrection, Correction } from './correction.ts';
import { type Decision, decideCorrection, expireCorrections, findCorrection } from './correction-rows.ts';

/** What becomes of a correction that waits for a second person. `decision`: why, where they say so. */
export type Deciding = { id: number; person: Person; actor: Actor; decision: string | null };

/** The second person agrees, and it is done; not if the order has changed since it was proposed. */
export async function approve(deps: CorrectingDeps, deciding: Deciding, now: Instant): Promise<Corrected> {
  const { pool, lifecycles, vault } = deps;
  const { id, person, actor, decision } = deciding;
  const proposal = await findCorrection(pool, id, vault);
  if (!proposal) return { kind: 'missing' };
  const why = obstacle(proposal, now) ?? (isProposer(proposal, person) ? ITS_PROPOSER : null);
  if (why !== null) return { kind: 'refused', why };
  const seen = await readOrderNow(pool, lifecycles(), proposal.orderId);
  if (seen?.version !== proposal.version) return overtaken(deps, deciding, now);
  const made = { asked: askedBy(proposal), seen, decided: { by: person, actor, proposal, decision } };
  const done = await record(deps, made, now);
  return done.kind === 'overtaken' ? overtaken(deps, deciding, now) : done;
}

/** The second person does not agree. */
export function reject(deps: CorrectingDeps, deciding: Deciding, now: Instant): Promise<Corrected> {
  const obstructed = (proposal: Correction) => (isProposer(proposal, deciding.person) ? ITS_PROPOSER : null);
  return close(deps, deciding, { state: 'rejected', action: 'order.correction_rejected', obstructed }, now);
}

/** Who proposed it has thought better of it. */
export function withdraw(deps: CorrectingDeps, deciding: Deciding, now: Instant): Promise<Corrected> {
  const obstructed = (proposal: Correction) =>
    isProposer(proposal, deciding.person) ? null : `Only ${proposal.proposer.name} can withdraw it; reject it instead.`;
  return close(deps, deciding, { state: 'withdrawn', action: 'order.correction_withdrawn', obstructed }, now);
}

const ITS_PROPOSER = 'It takes a second person: whoever proposed it can only withdraw it.';

/** By id: two people may have one name, and one person two of them. */
function isProposer({ proposer }: Correction, person: Person): boolean {
  return proposer.id === person.id;
}

function obstacle({ state, expiresAt, decider }: Correction, now: Instant): string | null {
  if (state === 'proposed') return now < expiresAt! ? null : 'Nobody agreed to it in time; propose it again.';
  return `It does not wait any more: it is ${state}${decider === null ? '' : `, by ${decider.name}`}.`;
}

type Closing = {
  state: Decision['state'];
  action: string;
  obstructed: (proposal: Correction) => string | null;
};

async function close(
  { pool, vault }: CorrectingDeps,
  { id, person, actor, decision }: Deciding,
  { state, action, obstructed }: Closing,
  now: Instant,
): Promise<Corrected> {
  const proposal = await findCorrection(pool, id, vault);
  if (!proposal) return { kind: 'missing' };
  const why = obstacle(proposal, now) ?? obstructed(proposal);
  if (why !== null) return { kind: 'refused', why };
  return transaction(pool, async (tx): Promise<Corrected> => {
    const made = { state, decider: person, decidedAt: now, decision };
    const correction = await decideCorrection(tx, id, made, vault);
    if (!correction) return { kind: 'overtaken' };
    await audit(tx, { correction, action, actor, by: person, reason: decision }, now);
    return { kind: 'done', correction };
  });
}

/** What was seen is no longer so: nobody can agree to it any more. */
async function overtaken(deps: CorrectingDeps, deciding: Deciding, now: Instant): Promise<Corrected> {
  const obstructed = () => null;
  await close(deps, deciding, { state: 'overtaken', action: 'order.correction_overtaken', obstructed }, now);
  return { kind: 'overtaken' };
}

function askedBy({ orderId, to, reason, occurredAt, notify, words, publish }: Correction): AskedCorrection {
  const telling = notify === 'own' ? { notify, words: words ?? '' } : { notify, words: null };
  return { orderId, to, reason, occurredAt, telling, publish };
}

/** Ends those that nobody has agreed to in time; `runOnce` returns how many. */
export function createExpiry({ pool, vault }: { pool: Pool; vault: Vault }) {
  return {
    runOnce: (now: Instant): Promise<number> =>
      transaction(pool, async (tx: Db) => {
        const expired = await expireCorrections(tx, now, vault);
        await recordAudits(
          tx,
          expired.map(({ id, orderId, from, to, proposer }) => ({
            at: now,
            who: 'orderwatch',
            role: null,
            from: null,
            action: 'order.correction_expired',
            subject: { kind: 'order', id: orderId },
            reason: null,
            before: { status: from },
            after: { status: to, correction: String(id), state: 'expired', proposedBy: proposer.name },
          })),
        );
        return expired.length;
      }),
  };
}
