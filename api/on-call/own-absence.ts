import type { z } from 'zod';
import { type OnCallOverride, readOverrides } from '../../alerts/on-call.ts';
import { endOverride, goAway } from '../../alerts/override-commands.ts';
import { personCalled } from '../../alerts/person-called.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import { transaction } from '../../platform/postgres.ts';
import type { Actor } from '../../tracker/audit/entry.ts';
import { recordAudit, recordAudits } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { endOf } from '../end-asked.ts';
import { type OnCallDeps, presentOverride } from '../on-call-asked.ts';
import { readBody } from '../parameters.ts';
import { notDone, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';

/** Whoever asks is away for a while: who is next is told instead. Throws Refused. */
export function ownAbsenceAsked(
  { pool, clock, alerts }: OnCallDeps,
  body: unknown,
  actor: Actor,
): Promise<z.infer<typeof contract.OnCallOverride>> {
  const now = clock.now();
  const settings = alerts();
  const { from = now, reason = null, ...end } = readBody(requestBody.ownAbsence, body);
  const person = meOf(settings, actor);
  const until = endOf({ from, ...end }, now)!;
  return transaction(pool, async tx => {
    const done = await goAway(tx, { person, from, until, author: actor.who, reason }, { now, settings });
    if (done.kind !== 'done') throw new Refused(notDone(done.kind === 'refused' ? done.why : 'There is none.'));
    await recordAudit(tx, {
      ...{ at: now, ...actor, action: 'absence.created', reason },
      subject: { kind: 'absence', id: String(done.override.id) },
      before: null,
      after: standing(done.override),
    });
    return presentOverride(done.override);
  });
}

/** Whoever asks is back: all absences of theirs that hold now are over. Throws Refused. */
export function ownReturnAsked(
  { pool, clock, alerts }: OnCallDeps,
  actor: Actor,
): Promise<{ items: z.infer<typeof contract.OnCallOverride>[]; nextCursor: null }> {
  const now = clock.now();
  const person = meOf(alerts(), actor);
  return transaction(pool, async tx => {
    const absences = (await readOverrides(tx, now)).filter(
      one => one.kind === 'away' && one.person === person && one.from <= now,
    );
    if (absences.length === 0) throw new Refused(notDone('You are not away.'));
    for (const { id } of absences) await endOverride(tx, id, { now });
    await recordAudits(
      tx,
      absences.map(absence => ({
        ...{ at: now, ...actor, action: 'absence.ended', reason: null },
        subject: { kind: 'absence' as const, id: String(absence.id) },
        before: standing(absence),
        after: standing({ ...absence, until: now }),
      })),
    );
    return { items: absences.map(absence => presentOverride({ ...absence, until: now })), nextCursor: null };
  });
}

function meOf(settings: Parameters<typeof personCalled>[0], { who }: Actor): string {
  const person = personCalled(settings, who);
  if (person === null) {
    throw new Refused(
      notDone(`You are ${who} here, and nobody under \`people\` of the configuration has that name or address.`),
    );
  }
  return person;
}

function standing({
  person,
  from,
  until,
}: { person: string; from: Instant; until: Instant } & Partial<OnCallOverride>) {
  return { person, from: toIso(from), until: toIso(until) };
}
