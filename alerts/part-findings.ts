import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type Judgement, NO_JUDGEMENT } from './evidence.ts';
import type { Found, OpenFinding, Subject } from './finding.ts';
import { moveFindings, renewThoughts } from './finding-rows.ts';
import { reopenGrown } from './growth.ts';
import type { Incident } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { lockIncidents } from './incident-rows.ts';
import { findAround, readAround } from './join-around.ts';
import { joinIncidents, nameOf } from './join-incidents.ts';
import { saveIncidents } from './save-incidents.ts';
import type { AlertSettings } from './settings.ts';
import { type Changed, some } from './settle-incidents.ts';
import { thoughtOf } from './thoughts.ts';

/**
 * Orders that stay stuck for another reason go from an incident whose cause has ended to one of their own, as if they had
 * just been found: people are told of it. Gives the incidents that they went to, still to be settled. What the rules that
 * found them say is the configuration's; of a rule that is declared no longer nothing goes. Whoever calls holds the
 * places, the orders, and the incident.
 */
export async function partFindings(
  tx: Db,
  from: Incident,
  leaving: readonly OpenFinding[],
  judgements: ReadonlyMap<Subject, Judgement>,
  { now, settings }: { now: Instant; settings: AlertSettings },
): Promise<Changed[]> {
  const changed = new Map<number, Changed>();
  const { reopenWithinMs, storm } = settings.incidents;
  for (const [name, ofRule] of Map.groupBy(leaving, ({ rule }) => rule)) {
    const rule = settings.rules.find(one => one.name === name);
    if (!rule) continue;
    const news = ofRule.map(finding => ({
      ...foundAgain(finding, from),
      judgement: judgements.get(finding.subject) ?? NO_JUDGEMENT,
    }));
    const wanted = { rule, news, earlier: new Map() };
    const ids = (await findAround(tx, wanted, { now, reopenWithinMs })).filter(id => id !== from.id);
    const held = [...(await lockIncidents(tx, ids)).values()];
    const around = await readAround(tx, wanted, {
      held,
      known: new Map(),
      routing: settings,
      now,
      settings: settings.incidents,
    });
    const joins = await reopenGrown(tx, await joinIncidents(tx, rule, news, around), now);
    // Before the next rule reads them.
    await saveIncidents(
      tx,
      joins.map(({ incident }) => incident),
    );
    for (const { incident, isNew, found } of joins) {
      const before = changed.get(incident.id);
      changed.set(incident.id, {
        incident,
        isNew: isNew || before?.isNew === true,
        left: [],
        holdFrom: storm?.atLeast ?? null,
      });
      const goes = new Map(found.map(({ subject, judgement }) => [subject, thoughtOf(judgement)]));
      const moved = ofRule.flatMap(finding => {
        const thought = goes.get(finding.subject);
        return thought ? [{ ...finding, ...thought }] : [];
      });
      await renewThoughts(tx, moved);
      await moveFindings(tx, moved, incident.id);
      await noteEvents(tx, [
        {
          incidentId: from.id,
          at: now,
          kind: 'parted',
          by: null,
          detail: { ...some(found.map(nameOf)), to: incident.id },
        },
      ]);
    }
  }
  return [...changed.values()];
}

/** How long its limit was is known where the incident tells of the same one. */
function foundAgain(finding: OpenFinding, from: Incident): Found {
  return { ...finding, limit: finding.rule === from.rule ? from.limit : null };
}
