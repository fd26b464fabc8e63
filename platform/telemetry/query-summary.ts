// Ours always name the schema; what has none is a common table expression, a function or an alias.
const TARGET =
  /\b(insert\s+into|update|delete\s+from|merge\s+into|from|join|using)\s+(?:only\s+)?([a-z_]\w*\.[a-z_]\w*)/gi;
const IGNORED = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
const MAX_LENGTH = 255;
// Statements are constants or put together from a few parts; beyond that somebody makes them of values.
const MAX_KEPT = 1_000;

const known = new Map<string, string>();

/**
 * `INSERT tracker.order_event SELECT tracker.order_state`: what is done to which tables, in the order of the text. Its
 * values don't come into it, so there are few of them: db.query.summary of docs/database/database-spans.md.
 */
export function querySummary(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const summary = summarise(text.replace(IGNORED, ' '));
  if (known.size < MAX_KEPT) known.set(text, summary);
  return summary;
}

function summarise(text: string): string {
  const words: string[] = [];
  let last = '';
  for (const [, verb = '', target = ''] of text.matchAll(TARGET)) {
    const operation = operationOf(verb.toLowerCase());
    if (operation !== last) words.push(operation);
    if (operation !== last || words.at(-1) !== target) words.push(target);
    last = operation;
  }
  if (words.length === 0) return /[a-z]+/i.exec(text)?.[0].toUpperCase() ?? '';
  return cut(words);
}

function operationOf(verb: string): string {
  return /^(insert|update|delete|merge)/.exec(verb)?.[0].toUpperCase() ?? 'SELECT';
}

/** Whole words only. */
function cut(words: readonly string[]): string {
  let summary = '';
  for (const word of words) {
    if (summary.length + word.length + 1 > MAX_LENGTH) break;
    summary += summary === '' ? word : ` ${word}`;
  }
  return summary;
}
