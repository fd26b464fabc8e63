/** `before` is undefined where nothing was said of it. */
export type Difference = { field: string; before: unknown; after: unknown };

/**
 * What a change says that it has changed: fields that are new or other than before. What it says nothing of has stayed; of
 * something new, what is empty tells nothing. Of what is gone, what it was. What was something else comes first.
 */
export function differenceOf(before: unknown, after: unknown): Difference[] {
  const was = fieldsOf(before);
  const is = fieldsOf(after ?? before);
  const told = Object.entries(is).flatMap(([field, value]): Difference[] => {
    const earlier = after === null ? undefined : was[field];
    if (JSON.stringify(earlier) === JSON.stringify(value)) return [];
    if (earlier === undefined && isEmpty(value)) return [];
    return [{ field, before: earlier, after: value }];
  });
  return [...told.filter(one => one.before !== undefined), ...told.filter(one => one.before === undefined)];
}

function fieldsOf(said: unknown): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
