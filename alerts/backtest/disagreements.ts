import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { disagree } from '../../tracker/disagreements.ts';
import { divergences } from '../../tracker/fold.ts';
import type { Known } from '../../tracker/knowledge.ts';
import type { divergence } from '../conditions/divergence.ts';
import { lengthLevels } from '../lengths.ts';
import type { RuleContext } from '../rule-context.ts';
import { type Claim, stayName } from './past-finding.ts';
import type { OrderReplay } from './spells.ts';
import { after, looksAfter } from './waits.ts';

/** `divergence`: what systems said that can not both be, and statuses that wait for the word of their owner. */
export function replayDivergence(declared: z.infer<typeof divergence>, on: RuleContext): OrderReplay {
  const { between } = declared;
  const levels = lengthLevels(declared.for, on);

  const isBetween = ({ lifecycle, state }: Known) =>
    between === undefined || disagree(lifecycle, state.sources, between);
  const isSilent = ({ lifecycle, state }: Known) => {
    const speak = Object.keys(state.sources).filter(source => state.sources[source]!.status === state.status);
    return (
      between === undefined ||
      (between.includes(lifecycle.owner(state.status!) ?? '') && speak.some(source => between.includes(source)))
    );
  };

  return past => {
    let noted = new Map<string, Instant>();
    const looks = looksAfter(past.known, [levels[0]!.over.ms], event => event.status !== null);
    return past.known.map((known, index): Claim | null => {
      const { from, lifecycle, state } = known;
      const odd = divergences(lifecycle, state);
      noted = new Map(odd.map(({ eventId, at }) => [eventId, noted.get(eventId) ?? Math.max(at, from)]));
      const { status, statusSince } = state;
      if (status === null || statusSince === null) return null;
      const owner = lifecycle.owner(status);
      if (odd.length > 0 && isBetween(known)) {
        return { stay: '', status: null, owner, levels: after(Math.min(...noted.values()), levels) };
      }
      if (state.confirmed || state.frozen || !isSilent(known)) return null;
      const stay = stayName(status, statusSince);
      return { stay, status, owner, levels: after(statusSince, levels), looks: looks[index]! };
    });
  };
}
