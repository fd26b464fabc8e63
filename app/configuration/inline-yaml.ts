import { stringify } from 'yaml';

/** On one line, as a person would write it: quotes only where YAML needs them. */
export function inlineYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => `${inlineYaml(name)}: ${inlineYaml(inner)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' }).trim();
}
