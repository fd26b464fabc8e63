import type { Summary } from '../client/api.gen.ts';

type Status = Summary['statuses'][number];
type Flow = Summary['flows'][number];

/** A status with what came into it and what went on from it in the last hour. */
export type BoardColumn = Status & {
  /** Orders that began here. */
  began: number;
  /** To the column that comes next. */
  onward: Flow | null;
};

/** The columns of a lifecycle, and what went in the last hour anywhere else than to the next column. */
export function columnsOf({ statuses, flows }: Summary, lifecycle: string): { columns: BoardColumn[]; aside: Flow[] } {
  const mine = statuses.filter(status => status.lifecycle === lifecycle);
  const ours = flows.filter(flow => flow.lifecycle === lifecycle);
  const columns = mine.map((status, index): BoardColumn => {
    const next = mine[index + 1];
    const goesOn = (flow: Flow) => flow.from === status.status && flow.to === next?.status;
    return {
      ...status,
      began: ours.find(({ from, to }) => from === null && to === status.status)?.orders ?? 0,
      onward: ours.find(goesOn) ?? null,
    };
  });
  const shown = new Set(columns.flatMap(({ onward }) => onward ?? []));
  const aside = ours.filter(flow => flow.from !== null && !shown.has(flow));
  return { columns, aside: aside.toSorted((a, b) => b.orders - a.orders) };
}

/** In which most orders are stuck; null: in none, or there is nothing to compare. */
export function mostStuckOf(statuses: readonly Status[]): Status | null {
  const stuck = statuses.filter(status => status.stuck > 0).sort((a, b) => b.stuck - a.stuck);
  return stuck.length < 2 || stuck[0]!.stuck === stuck[1]!.stuck ? null : stuck[0]!;
}
