import type { Order, OrderPath } from '../client/api.gen.ts';

export type SystemView = {
  source: string;
  /** Null: it has said nothing yet. */
  status: string | null;
  at: string | null;
  /** `silent`: it is to speak on the way, and has not. `behind`: it said something before, with which nothing is wrong. */
  standing: 'agrees' | 'behind' | 'disagrees' | 'silent';
};

type Step = Pick<OrderPath['steps'][number], 'owner' | 'place' | 'status'>;

/** What each system said last, and those that own a status on the way and were never heard. Pure. */
export function systemsOf(
  { sources, status, anomalies }: Pick<Order, 'sources' | 'status' | 'anomalies'>,
  steps: readonly Step[],
): SystemView[] {
  const diverge = anomalies.some(({ kind }) => kind === 'divergence');
  const been = new Set(steps.filter(({ place }) => place !== 'ahead').map(step => step.status));
  const heard = Object.entries(sources).map(([source, view]): SystemView => {
    const agrees = view.status === status;
    // What the order has been through is old news; what it never was in is another opinion.
    const disagrees = !agrees && (diverge || (steps.length > 0 && !been.has(view.status)));
    return { source, ...view, standing: agrees ? 'agrees' : disagrees ? 'disagrees' : 'behind' };
  });
  const owners = steps.flatMap(({ owner }) => (owner === null || Object.hasOwn(sources, owner) ? [] : [owner]));
  const silent = [...new Set(owners)].map(
    (source): SystemView => ({ source, status: null, at: null, standing: 'silent' }),
  );
  return [...heard.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '')), ...silent];
}
