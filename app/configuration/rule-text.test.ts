import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changesBetween, withoutSecrets } from './changes.ts';
import { readConfiguration } from './read.ts';
import { REFERENCE_FILE } from './read-file.ts';
import { ruleText, withRules } from './rule-text.ts';

const TEXT = readFileSync(REFERENCE_FILE, 'utf8');
const verdict = readConfiguration(TEXT, 'orderwatch.yaml');
if (!verdict.ok) throw new Error('The bundled configuration is wrong.');
const declared = Object.fromEntries(verdict.configuration.alerts.rules.map(one => [one.name, one.declared]));

test('a rule as it is written, with its own comments and none of others', () => {
  const text = ruleText(TEXT, 'price-not-confirmed', declared['price-not-confirmed']!);
  expect(text).toMatch(/^rules:\n {2}# The customer is reminded.*\n.*\n {2}price-not-confirmed:\n/);
  expect(text.trimEnd()).toMatch(/route: support$/);
});

test('put back as it was, nothing changes; changed, nothing else does; a new one stands at the end', () => {
  for (const name of ['price-missing', 'price-not-confirmed', Object.keys(declared).at(-1)!]) {
    const snippet = ruleText(TEXT, name, declared[name]!);
    expect(withRules(TEXT, snippet, { running: declared, wanted: {} })).toBe(TEXT);
  }
  const changed = ruleText(TEXT, 'price-missing', declared['price-missing']!)
    .replace('severity: warning', 'severity: info')
    .replaceAll('\n  ', '\n    ');
  const added = 'rules:\n  mine:\n    title: { en: Mine }\n    condition: { kind: noOrders }\n    severity: info\n';
  const once = withRules(TEXT, changed, { running: declared, wanted: {} });
  const rules = (text: string) => {
    const read = readConfiguration(text, 'orderwatch.yaml');
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.declared;
  };
  expect(changesBetween(verdict.declared, rules(once))).toEqual([
    { path: ['rules', 'price-missing', 'severity'], before: 'warning', after: 'info' },
  ]);
  expect(once.split('\n')).toHaveLength(TEXT.split('\n').length);
  const twice = withRules(once, added, { running: declared, wanted: {} });
  expect(Object.keys(rules(twice).rules!).at(-1)).toBe('mine');
});

test('where no rules are declared, those that count stay beside what is written', () => {
  const none = 'systems: [shop]\nlifecycles: {}\n';
  const wanted = { mine: { title: { en: 'Mine' } } };
  const text = withRules(none, 'rules: { mine: { title: { en: Mine } } }', { running: declared, wanted });
  expect(text).toMatch(/^systems: \[ ?shop ?\]/);
  expect(text).toContain('price-missing:');
  expect(text).toContain('mine:');
});

test('secrets are shown neither in the text nor in what differs', () => {
  const written =
    'partners:\n  acme:\n    webhook: { url: https://a.example, secret: whsec_abcdefgh+/== }\n    secret: "hunter2"\n';
  expect(withoutSecrets(written)).not.toMatch(/whsec_|hunter2/);
  const changes = changesBetween({ webhook: { secret: 'whsec_a' } }, { webhook: { secret: 'whsec_b' } });
  expect(changes).toEqual([{ path: ['webhook', 'secret'], before: '(not shown)', after: '(not shown)' }]);
  expect(JSON.stringify(changesBetween({}, { acme: { secret: 'whsec_b' } }))).not.toContain('whsec_b');
});
