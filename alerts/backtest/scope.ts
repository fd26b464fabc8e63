import type { Past } from '../../tracker/knowledge.ts';
import type { OrderScope } from '../../tracker/order-scope.ts';

/** In which stretches an order was one that the rule is about, by what was known of it (tracker/order-scope.ts). */
export function inScope({ partners, lifecycles, sources, value }: OrderScope, { known }: Past): readonly boolean[] {
  let worth: number | null = null;
  return known.map(({ lifecycle, state, news }) => {
    worth = news.reduce<number | null>((last, { data }) => worthIn(data) ?? last, worth);
    return (
      (partners?.includes(state.partner ?? '') ?? true) &&
      (lifecycles?.includes(lifecycle.name) ?? true) &&
      (sources?.some(source => Object.hasOwn(state.sources, source)) ?? true) &&
      (value?.atLeast === undefined || (worth !== null && worth >= value.atLeast)) &&
      (value?.atMost === undefined || (worth !== null && worth <= value.atMost))
    );
  });
}

function worthIn(data: Readonly<Record<string, unknown>> | null): number | null {
  const said = data?.value ?? data?.total ?? data?.price;
  return typeof said === 'number' ? said : null;
}
