import type { Lifecycle, LocalizedText, StatusName } from './lifecycle.ts';
import { mainWay } from './main-way.ts';

/** Where an order is on a step of its way, as customers see it. */
export type StepState = 'done' | 'now' | 'ahead';

export type CustomerStep = { label: LocalizedText; state: StepState };

/** Of a lifecycle that declares no steps: true of any order. */
const NEUTRAL: readonly LocalizedText[] = [
  { en: 'Order', ru: 'Заказ' },
  { en: 'In work', ru: 'В работе' },
  { en: 'Done', ru: 'Готово' },
];

/**
 * The way of an order in a handful of steps: statuses that follow each other under the same words are one. Null where the
 * order is not on its usual way, such as a cancelled one: what would follow is not going to.
 */
export function customerSteps(lifecycle: Lifecycle, status: StatusName | null): readonly CustomerStep[] | null {
  const way = wholeWay(lifecycle);
  const at = status === null ? 0 : way.indexOf(status);
  if (way.length === 0 || at < 0) return null;
  const declared = declaredSteps(lifecycle, way);
  const steps = declared ?? way.map((_, place) => NEUTRAL[place === 0 ? 0 : place === way.length - 1 ? 2 : 1]!);
  const present = steps.slice(0, at + 1).filter(isNew).length - 1;
  const isOver = lifecycle.isTerminal(way[at]!);
  return steps.filter(isNew).map((label, place) => ({
    label,
    state: place < present || (place === present && isOver) ? 'done' : place === present ? 'now' : 'ahead',
  }));
}

/** From where orders usually begin to where they usually end. */
function wholeWay(lifecycle: Lifecycle): readonly StatusName[] {
  const first = lifecycle.names.find(name => lifecycle.status(name)!.entry) ?? lifecycle.names[0];
  const rest = first === undefined ? null : mainWay(lifecycle, first);
  return first === undefined || rest === null ? [] : [first, ...rest];
}

/** A status without a step belongs to the one before it. Null where none is declared. */
function declaredSteps(lifecycle: Lifecycle, way: readonly StatusName[]): LocalizedText[] | null {
  const said = way.map(name => lifecycle.status(name)!.customerStep);
  let label = said.find(step => step !== undefined);
  if (label === undefined) return null;
  return said.map(step => {
    label = step ?? label!;
    return label;
  });
}

function isNew(label: LocalizedText, place: number, steps: readonly LocalizedText[]): boolean {
  const before = steps[place - 1];
  return before === undefined || before.en !== label.en || before.ru !== label.ru;
}
