/** The names of the rules in a text that stands under `rules:`, as far as they are written line by line. */
export function namesIn(text: string): string[] {
  const lines = text.split('\n').filter(line => /^\s+[^\s#]/.test(line));
  const indent = /^\s*/.exec(lines[0] ?? '')![0].length;
  return lines.flatMap(line => {
    const [, space, name] = /^(\s+)["']?([^\s:"']+)["']?:/.exec(line) ?? [];
    return name !== undefined && space!.length === indent ? [name] : [];
  });
}
