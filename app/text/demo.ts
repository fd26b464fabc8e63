import { homeSetting } from './welcome.ts';

/** What to type in another terminal while the simulator runs. */
export function demoHints(runFile: string): string {
  const orderwatch = `${homeSetting(runFile)}npm run orderwatch --`;
  const hints: [string, string][] = [
    ['orders --stuck --sort deadline', 'what is stuck'],
    ['orders --limit 10', 'what moves right now: ask again a few seconds later'],
    ['order ORD-…', 'where one of them is, and who says so'],
    ['orders --provisional', 'uploads and carts that have no order yet'],
    ['quarantine ls', 'messages that nobody can read'],
    ['incidents ls', 'what is wrong, and who has it: a minute or two after the start'],
  ];
  const width = Math.max(...hints.map(([command]) => command.length));
  const lines = hints.map(([command, what]) => `  ${orderwatch} ${command.padEnd(width)}   # ${what}`);
  return `The simulator plays shop, CRM and MES, and things go wrong on purpose. In another terminal:\n\n${lines.join('\n')}`;
}
