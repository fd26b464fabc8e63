import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../app/program.ts';
import { BOARDS } from '../dashboards/boards/all.ts';

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const list = (folder: string) => readdirSync(new URL(folder, root)).sort();

type Alert = { alert: string; for?: string; labels: Record<string, string>; annotations: Record<string, string> };
type RuleFile = { groups: { rules: Alert[] }[] };
type RuleTests = { tests: { alert_rule_test?: { alertname: string; exp_alerts: unknown[] }[] }[] };

const alerts = list('dashboards/prometheus/rules').flatMap(name =>
  (parse(read(`dashboards/prometheus/rules/${name}`), { merge: true }) as RuleFile).groups.flatMap(
    ({ rules }) => rules,
  ),
);
const pages = list('docs/runbooks').filter(name => name !== 'README.md');
const pageOf = ({ annotations }: Alert) =>
  `${annotations.runbook_url?.replace('{{ $externalLabels.runbooks }}/', '')}.md`;

describe('an alert', () => {
  test.each(alerts.map(alert => [`${alert.alert} ${alert.labels.severity}`, alert] as const))(
    '%s says what on-call needs',
    (_, alert) => {
      const { labels, annotations } = alert;
      expect(labels.severity).toMatch(/^(critical|warning|info|\{\{ \$labels\.severity \}\})$/);
      expect(labels.owner).toBeTruthy();
      expect(annotations.description).toMatch(/[.]$/);
      expect(annotations.summary).not.toMatch(/[.]$/);
      // With its numbers, or what it is that does not answer.
      expect(`${annotations.summary}${alert.for}`).toMatch(/\$value|\$labels|[1-9]m/);
      expect(read(`docs/runbooks/${pageOf(alert)}`)).toMatch(new RegExp(`^# .*\\b${alert.alert}\\b`));
      const [, board] = /^\{\{ \$externalLabels\.grafana \}\}\/d\/([\w-]+)/.exec(annotations.dashboard_url ?? '') ?? [];
      expect(BOARDS.map(({ uid }) => uid)).toContain(board);
    },
  );

  test('was seen to fire and to keep quiet', () => {
    const seen = list('dashboards/prometheus/tests').flatMap(name =>
      (parse(read(`dashboards/prometheus/tests/${name}`)) as RuleTests).tests.flatMap(
        ({ alert_rule_test = [] }) => alert_rule_test,
      ),
    );
    const fired = seen.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname);
    expect(alerts.map(({ alert }) => alert).filter(name => !fired.includes(name))).toEqual([]);
  });
});

test('every page belongs to an alert, and the list has all of them', () => {
  expect([...new Set(alerts.map(pageOf))].sort()).toEqual(pages);
  const listed = [...read('docs/runbooks/README.md').matchAll(/^\| (.+) \| \[.*\]\((.+)\) \|$/gm)];
  expect(listed.flatMap(([, names, page]) => names!.split(', ').map(name => `${name} ${page}`)).sort()).toEqual(
    [...new Set(alerts.map(alert => `${alert.alert} ${pageOf(alert)}`))].sort(),
  );
});

describe.each(['README.md', ...pages])('%s', page => {
  const text = read(`docs/runbooks/${page}`);

  test('leads to places that there are', () => {
    for (const [, link] of text.matchAll(/\]\(([^)]+)\)/g)) {
      expect(() => readdirOrFile(new URL(link!, new URL('docs/runbooks/', root))), link).not.toThrow();
    }
  });

  test('names commands and options that there are', () => {
    const commands = [...text.matchAll(/`orderwatch ([^`]+)`/g)].map(([, words]) => words!);
    expect(commands.filter(words => mistakeIn(words) !== null)).toEqual([]);
  });
});

function readdirOrFile(url: URL): void {
  try {
    readFileSync(url);
  } catch {
    readdirSync(fileURLToPath(url));
  }
}

const program = createProgram({} as never, () => {});

/** What is wrong with the words behind `orderwatch`; null: nothing. */
function mistakeIn(line: string): string | null {
  const words = line.match(/"[^"]*"|\S+/g) ?? [];
  let command: Command = program;
  for (let word = words[0]; word; word = words[0]) {
    const next = command.commands.find(known => known.name() === word);
    if (!next) break;
    command = next;
    words.shift();
  }
  if (command === program || (command.commands.length > 0 && words[0] && !words[0].startsWith('-'))) return line;
  const unknown = words.find(word => word.startsWith('--') && !command.options.some(({ long }) => long === word));
  return unknown ?? null;
}
