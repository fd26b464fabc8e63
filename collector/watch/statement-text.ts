const LONGEST = 300;

/**
 * What a literal, a comment or a name looks like. The server cuts long statements anywhere, so each of them may also end
 * with the text. What is a name by its quotes has to be known, lest a quote in it begin a literal.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    '(?<name>"(?:[^"]|"")*(?:"|$))',
    String.raw`(?<escaped>\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?$))`,
    String.raw`(?<text>\b(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)|'(?:[^']|'')*(?:'|$))`,
    String.raw`(?<dollar>\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    String.raw`(?<parameter>\$\d+)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<number>(?:0[xXoObB][\w]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?))`,
  ].join('|'),
  'g',
);

/** A statement without what was asked for: literals may hold personal data, and what is asked tells what is slow. */
export function withoutLiterals(statement: string): string {
  const bare = statement.replace(TOKEN, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const { comment, name, parameter, word } = groups;
    if (comment !== undefined) return ' ';
    return name ?? parameter ?? word ?? '?';
  });
  const line = bare
    .replace(/\s+/g, ' ')
    .replace(/(?:\?|\$\d+)(?:\s*,\s*(?:\?|\$\d+))+/g, '?, …')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).toWellFormed()}…`;
}
