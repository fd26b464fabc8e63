import type { z } from 'zod';
import { readOverrides } from '../../alerts/on-call.ts';
import { endOverride, goAway } from '../../alerts/override-commands.ts';
import { personCalled } from '../../alerts/person-called.ts';
import type { Hands } from '../../tracker/audit/by-hand.ts';
import type { contract } from '../contract.ts';
import { endOf } from '../end-asked.ts';
import { answerOfOverride, type OnCallDeps, presentOverride } from '../on-call-asked.ts';
import { readBody } from '../parameters.ts';
import { notDone, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';

type Override = z.infer<typeof contract.OnCallOverride>;

/** Whoever asks is away for a while: who is next is told instead. Throws Refused. */
export async function ownAbsenceAsked(
  { pool, clock, alerts }: OnCallDeps,
  body: unknown,
  { by: author, actor }: Hands,
): Promise<Override> {
  const now = clock.now();
  const settings = alerts();
  const { from = now, reason = null, ...end } = readBody(requestBody.ownAbsence, body);
  const person = meOf(settings, author);
  const until = endOf({ from, ...end }, now)!;
  return answerOfOverride(await goAway(pool, { person, from, until, author, actor, reason }, { now, settings }), '');
}

/** Whoever asks is back: all absences of theirs that hold now are over. Throws Refused. */
export async function ownReturnAsked(
  { pool, clock, alerts }: OnCallDeps,
  hands: Hands,
): Promise<{ items: Override[]; nextCursor: null }> {
  const now = clock.now();
  const person = meOf(alerts(), hands.by);
  const absences = (await readOverrides(pool, now)).filter(
    one => one.kind === 'away' && one.person === person && one.from <= now,
  );
  if (absences.length === 0) throw new Refused(notDone('You are not away.'));
  // One that somebody else ends at the same moment is over as well.
  for (const { id } of absences) await endOverride(pool, id, hands, { now });
  return { items: absences.map(absence => presentOverride({ ...absence, until: now })), nextCursor: null };
}

function meOf(settings: Parameters<typeof personCalled>[0], who: string): string {
  const person = personCalled(settings, who);
  if (person !== null) return person;
  const why = `You are ${who} here, and nobody under \`people\` of the configuration has that name or address.`;
  throw new Refused(notDone(why));
}
