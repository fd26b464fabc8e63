import { inWords, nextRuns, wallTime } from '../../alerts/cron.ts';
import { targetsInWords } from '../../alerts/escalation-words.ts';
import { listInWords } from '../../alerts/event-words.ts';
import type { AlertSettings, Chain, Route } from '../../alerts/settings.ts';
import { SEVERITIES } from '../../alerts/severity.ts';
import type { Instant } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

const RUNS = 5;
const COLUMNS = 90;

/** When what is declared runs next, and who is told by it: for whoever wants to see what a configuration means. */
export function describeAlerts(settings: AlertSettings, now: Instant): string {
  return [describeSchedules(settings, now), describeRoutes(settings, now)].filter(Boolean).join('\n\n');
}

/** Those that run at the same times are told of together. */
function describeSchedules({ rules, digests }: AlertSettings, now: Instant): string {
  const jobs = [
    ...rules.map(({ name, schedule, shadow }) => ({ schedule, what: shadow ? `${name} (on trial)` : name })),
    ...digests.map(({ name, schedule }) => ({ schedule, what: `digest ${name}` })),
  ];
  const groups = [...Map.groupBy(jobs, ({ schedule: { cron, zone } }) => `${cron} in ${zone}`)];
  const described = groups.map(([when, group]) => {
    const { schedule } = group[0]!;
    const runs = nextRuns(schedule, now, RUNS);
    const words = runs.map((at, place) => (place === 0 ? inWords(schedule, now) : wallTime(at, schedule.zone)));
    const lines = words.length === 0 ? ['never'] : words;
    return [
      `  ${printable(when)}`,
      ...filled(group.map(({ what }) => printable(what))).map(line => `    ${line}`),
      ...lines.map(line => `      ${line}`),
    ];
  });
  return section('When they run next', described.flat().join('\n'));
}

/** `price-missing, queue-full`, in lines of a terminal. */
function filled(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < COLUMNS) lines[lines.length - 1] = `${last}, ${name}`;
    else lines.push(name);
  }
  return lines.map((line, place) => (place < lines.length - 1 ? `${line},` : line));
}

function describeRoutes({ routes, chains, people }: AlertSettings, now: Instant): string {
  const rows = [
    ...Object.entries(routes).map(([name, route]) => [`route ${name}`, routeInWords(route)]),
    ...Object.entries(chains).map(([name, chain]) => [`chain ${name}`, chainInWords(chain, people, now)]),
  ];
  return section('Who is told', table(rows, '  '));
}

/** `critical by chain urgent, warning and info by chain daily` */
function routeInWords(route: Route): string {
  const byChain = Map.groupBy(SEVERITIES.toReversed(), severity => route[severity]);
  return [...byChain]
    .map(([chain, severities]) => `${listInWords(severities)} ${chain === null ? 'to nobody' : `by chain ${chain}`}`)
    .join(', ');
}

/** `1. whoever is on call (mes); 2. after 15 min the team workshop; again from step 2, 3 times at most` */
function chainInWords({ steps, repeat, calendar }: Chain, people: AlertSettings['people'], now: Instant): string {
  // In working hours how long it takes depends on the hour.
  const delay = (after: Chain['steps'][number]['after']) =>
    after === null || calendar !== null ? '' : `after ${durationInWords(after(now, []) - now)} `;
  const told = steps.map(
    ({ after, tell }, place) => `${place + 1}. ${delay(after)}${targetsInWords({ people }, tell)}`,
  );
  const again = repeat === null ? [] : [`again from step ${repeat.from + 1}, ${repeat.times} times at most`];
  const hours = calendar === null ? [] : ['only in working hours'];
  return [...told, ...again, ...hours].join('; ');
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text}`;
}
