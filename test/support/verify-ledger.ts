import type { Pool } from '../../platform/postgres.ts';
import { aliasesOf, isProvisional, type OrderEvent, type OrderKey } from '../../tracker/event.ts';
import { divergences, fold } from '../../tracker/fold.ts';
import { resolveIdentities } from '../../tracker/identity.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { decodeMemory } from '../../tracker/memory.ts';

export type ExpectedState = {
  status: string | null;
  confirmed: boolean;
  status_since: number | null;
  due_at: number | null;
  event_count: number;
  joined_into: OrderKey | null;
  members: OrderKey[];
  partner: string | null;
  anomalies: string[];
  history: string[];
};

/** What the ledger must show for a set of events, worked out from nothing but the definitions. */
export function expectedStates(lifecycles: Lifecycles, events: readonly OrderEvent[]): Map<OrderKey, ExpectedState> {
  const byKey = Map.groupBy(events, event => event.key);
  const claims = events.flatMap(event => aliasesOf(event).map(alias => ({ alias, key: event.key })));
  const decisions = new Map<OrderKey, OrderKey | null>();
  for (const [key, own] of byKey) {
    const { decided } = fold(lifecycles, key, own).state.memory;
    if (decided && isProvisional(key)) decisions.set(key, decided.order);
  }
  const { joinedInto, conflicts } = resolveIdentities(claims, decisions);
  const keys = new Set([...byKey.keys(), ...[...joinedInto.values()].filter(order => order !== null)]);
  return new Map(
    [...keys].map(key => {
      const members = [...joinedInto]
        .filter(([, order]) => order === key)
        .map(([member]) => member)
        .sort();
      const all = [key, ...members].flatMap(name => byKey.get(name) ?? []);
      const { lifecycle, state, told } = fold(lifecycles, key, all);
      const unclear = conflicts.filter(({ provisional, claimants }) => [provisional, ...claimants].includes(key));
      return [
        key,
        {
          status: state.status,
          confirmed: state.confirmed,
          status_since: state.statusSince,
          due_at: state.dueAt,
          event_count: state.eventCount,
          joined_into: joinedInto.get(key) ?? null,
          members,
          partner: state.partner,
          anomalies: [
            ...[...told, ...divergences(lifecycle, state)].map(anomaly => `${anomaly.kind} ${anomaly.eventId}`),
            ...unclear.map(({ provisional }) => `identity_conflict ${provisional}`),
          ].sort(),
          history: state.memory.history.map(stay => stay.eventId),
        },
      ];
    }),
  );
}

/** The same as it stands in the database. Conflicts of event ids depend on who came first and are left out. */
export async function readStates(pool: Pool): Promise<Map<OrderKey, ExpectedState>> {
  const { rows } = await pool.query<Omit<ExpectedState, 'history'> & { order_id: OrderKey; memory: string | null }>(
    `select s.order_id, s.status, s.confirmed, s.status_since, s.due_at, s.event_count, s.joined_into, s.members,
            search.partner,
            array(select a.kind || ' ' || a.event_id from tracker.order_anomaly a
                   where a.order_id = s.order_id and a.cleared_at is null
                   order by (a.kind || ' ' || a.event_id) collate "C") as anomalies,
            s.memory
       from tracker.order_state s left join tracker.order_search search on search.order_id = s.order_id`,
  );
  return new Map(
    rows.map(({ order_id, memory, ...state }) => {
      const { history } = decodeMemory(memory, {}).memory;
      return [order_id, { ...state, history: history.map(stay => stay.eventId) }];
    }),
  );
}
