import { Argument, Command } from 'commander';
import { INCIDENT_VERDICTS } from '../../alerts/incident.ts';
import { readIncidentOrders } from '../../alerts/incident-orders.ts';
import { commandAsked, type IncidentCommand } from '../../api/incident-command.ts';
import { incidentAsked } from '../../api/incident-in-full.ts';
import { incidentPage } from '../../api/incident-list.ts';
import { presentIncidentOrder } from '../../api/present-incident.ts';
import { systemClock } from '../../platform/clock.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { describeIncident, describeIncidents, SHOWN_ORDERS } from '../text/incidents.ts';
import { atATerminal, mustBeKnown, withAlerts } from './with-alerts.ts';
import { withLists } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch incidents ls --state open --sort severity
  $ orderwatch incidents ls --sort acknowledged          who has had what for how long
  $ orderwatch incidents show 31
  $ orderwatch incidents acknowledge 31 --by olga --for PT4H --note "I call them"
  $ orderwatch incidents snooze 31 --until 2026-11-23T09:00:00+03:00 --reason "the MES is being updated"
  $ orderwatch incidents resolve 31 --reason "it was a test" --verdict not_real
  $ orderwatch incidents verdict 31 real                 whether it was real: real, not_real or our_data
  $ orderwatch incidents customers 31 tell               customers are told of delays of its orders; or: keep`;

type Asked = Record<string, string | true>;
type Commanding = Record<string, string | boolean>;

export function incidentsCommand(terminal: Terminal): Command {
  const command = new Command('incidents')
    .description('look at what is wrong; take an incident on, put it off, or say that it is over')
    .addHelpText('after', HELP);
  command
    .command('ls')
    .description('list incidents, newest first')
    .option('--state <state>', 'open, acknowledged, snoozed or resolved')
    .option('--severity <severity>', 'info, warning or critical')
    .option('--rule <name>', 'found by this rule')
    .option('--order <id>', 'that are or were about this order')
    .option('--about <what>', 'the system whose move is missing; else queue:<name>, source:<name>, …')
    .option('--acknowledged-by <who>', 'that this person has taken on')
    .option('--sort <order>', 'opened (default), acknowledged (longest first) or severity')
    .option('--limit <n>', 'at most so many, up to 500')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option('--json', 'print the page as the API has it')
    .action(({ json, ...asked }: Asked) => list(terminal, asked, json === true));
  command
    .command('show')
    .description('show one incident: its orders, who is told next, and what became of it')
    .argument('<id>', 'its id')
    .option('--json', 'print it as the API has it')
    .action((id: string, { json }: { json?: true }) =>
      withAlerts(terminal, async deps => {
        const incident = await incidentAsked(deps, id, atATerminal());
        if (json) return terminal.out(JSON.stringify(incident, null, 2));
        const now = systemClock.now();
        const first = { after: null, limit: SHOWN_ORDERS };
        const { findings } = await readIncidentOrders(deps.pool, Number(incident.id), first);
        terminal.out(
          describeIncident(
            incident,
            findings.map(finding => presentIncidentOrder(finding, now)),
            now,
          ),
        );
      }),
    );
  const added = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .argument('<id>', 'its id')
      .option('--by <who>', 'who does it, as the configuration calls them (default: you, at a terminal)')
      .option('--json', 'print the incident as the API has it');
  const carryOut = (name: IncidentCommand, id: string, { json, ...body }: Commanding) =>
    withAlerts(terminal, async deps => {
      mustBeKnown(deps, body.by as string | undefined);
      const incident = await commandAsked(deps, name, { id, body, by: atATerminal() });
      terminal.out(json ? JSON.stringify(incident, null, 2) : incident.history.at(-1)!.inWords);
    });
  const act = (name: IncidentCommand, description: string) =>
    added(name === 'notes' ? 'note' : name, description).action((id: string, asked: Asked) =>
      carryOut(name, id, asked),
    );
  act('acknowledge', 'take it on: nobody is told any more until that ends')
    .option('--until <time>', 'until then, ISO 8601 with its zone (default: as long as the configuration says)')
    .option('--for <duration>', 'for so long, ISO 8601 such as PT4H')
    .option('--note <text>', 'for whoever looks at it later')
    .option('--verdict <verdict>', 'whether it is real: real, not_real or our_data');
  act('unacknowledge', 'give it back: it opens again');
  act('snooze', 'put it off: nobody is told until then')
    .option('--until <time>', 'until then, ISO 8601 with its zone')
    .option('--for <duration>', 'for so long, ISO 8601 such as PT4H')
    .option('--reason <text>', 'for whoever looks at it later');
  act('resolve', 'say that it is over')
    .option('--reason <text>', 'for whoever looks at it later')
    .option('--verdict <verdict>', 'whether it was real: real, not_real or our_data');
  added('verdict', 'say whether it was real; also when it is over, and again when you know better')
    .addArgument(new Argument('<verdict>', 'our_data: only what we know was wrong').choices(INCIDENT_VERDICTS))
    .option('--note <text>', 'for whoever looks at it later')
    .action((id: string, verdict: string, asked: Asked) => carryOut('verdict', id, { ...asked, verdict }));
  added('customers', 'say whether customers are told of delays of its orders')
    .addArgument(new Argument('<what>', 'whether they are told').choices(['tell', 'keep']))
    .action((id: string, what: string, asked: Asked) => carryOut('customers', id, { ...asked, tell: what === 'tell' }));
  act('notes', 'note something in its history').requiredOption('--text <text>', 'what');
  return command;
}

function list(terminal: Terminal, asked: Asked, json: boolean): Promise<void> {
  return withLists(terminal, async reads => {
    const now = systemClock.now();
    const { alerts } = await configurationOf(terminal);
    const page = await incidentPage({ db: reads, settings: alerts, who: atATerminal() }, asked, now);
    terminal.out(json ? JSON.stringify(page, null, 2) : describeIncidents(page, now));
  });
}
