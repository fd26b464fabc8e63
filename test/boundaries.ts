import { existsSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

// Checks the rules of .dependency-cruiser.mjs; each violation is printed with the sentence that says what to do.
// dependency-cruiser finds nothing, and therefore nothing wrong, when it can't read TypeScript: so it must have seen
// modules in every room, and imports between them.
const ROOMS = [
  'platform',
  'simulator',
  'tracker',
  'collector',
  'notifier',
  'alerts',
  'api',
  'app',
  'dashboards',
  'console',
  'test',
];

const roots = ROOMS.filter(room => existsSync(room));
const options = await extractDepcruiseOptions('./.dependency-cruiser.mjs');
const { output } = await cruise(roots, options);
const { modules, summary } = output as ICruiseResult;

const troubles = summary.violations.map(({ rule, from, to }) => {
  const comment = summary.ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? '';
  return `${from} → ${to} (${rule.name})\n    ${comment}`;
});
for (const room of roots) {
  const seen = modules.filter(({ source }) => source.startsWith(`${room}/`));
  if (!seen.some(({ dependencies }) => dependencies.length > 0)) {
    troubles.push(`${room}/ → nothing: the check saw no import in this room, so it can't have read its files.`);
  }
}

for (const trouble of troubles) process.stderr.write(`✗ ${trouble}\n`);
process.stdout.write(`Boundaries: ${modules.length} modules, ${troubles.length} violations\n`);
process.exitCode = troubles.length === 0 ? 0 : 1;
