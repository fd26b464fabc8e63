export type Difference = { field: string; before: string | null; after: string };

/** What a change says that it has changed: fields that are new or other than before. */
export function differenceOf(before: unknown, after: unknown): Difference[] {
  const was = fieldsOf(before);
  const is = fieldsOf(after);
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field): Difference[] => {
    const [one, other] = [was[field], is[field]];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    return [{ field, before: one === undefined ? null : shown(one), after: shown(other) }];
  });
}

function fieldsOf(said: unknown): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
