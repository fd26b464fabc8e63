import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE } from '../event.ts';
import type { Vault } from '../personal-data.ts';
import type { Correction, CorrectionState } from './correction.ts';
import { listCorrections } from './correction-rows.ts';

/** What came of a correction that needed a second person, as a line of the order's timeline. */
export type ProposalItem = {
  at: Instant;
  recordedAt: Instant;
  kind: 'correction';
  by: string;
  title: string;
  detail: string;
  /** `correction:7` */
  eventId: string;
  data: Readonly<Record<string, unknown>>;
  manual: boolean;
};

const MOST = 200;

/** Those of an order that stands under these keys. One that was done at once is an event, and so is what was agreed to. */
export async function readProposals(db: Db, orderIds: readonly OrderKey[], vault: Vault): Promise<ProposalItem[]> {
  const { corrections } = await listCorrections(db, { orderIds }, { after: null, limit: MOST }, vault);
  return corrections.filter(({ expiresAt }) => expiresAt !== null).flatMap(proposalItems);
}

const ENDS: Partial<Record<CorrectionState, string>> = {
  rejected: 'not agreed to',
  withdrawn: 'withdrawn',
  expired: 'forgotten: nobody agreed in time',
  overtaken: 'overtaken: the order had changed',
};

function proposalItems(correction: Correction): ProposalItem[] {
  const { state, to, proposer, decider, askedAt, decidedAt, reason, decision } = correction;
  const begun = item(correction, 'proposed', askedAt, {
    by: proposer.name,
    title: `Proposed: ${to}`,
    detail: reason,
  });
  const end = ENDS[state];
  if (end === undefined || decidedAt === null) return [begun];
  const by = decider?.name ?? OWN_SOURCE;
  return [
    begun,
    item(correction, state, decidedAt, { by, title: `The proposal ${to} was ${end}`, detail: decision ?? '' }),
  ];
}

type Words = Pick<ProposalItem, 'by' | 'title' | 'detail'>;

function item({ id, from, to }: Correction, step: CorrectionState, at: Instant, words: Words): ProposalItem {
  return {
    at,
    recordedAt: at,
    kind: 'correction',
    ...words,
    eventId: `correction:${id}`,
    data: { correction: String(id), step, from, to },
    manual: words.by !== OWN_SOURCE,
  };
}
