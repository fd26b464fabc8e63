import { Command, CommanderError } from 'commander';
import { CantStart } from '../platform/embedded/home.ts';
import { auditCommand } from './commands/audit.ts';
import { backtestCommand } from './commands/backtest.ts';
import { bounceCommand } from './commands/bounce.ts';
import { checkCommand } from './commands/check.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { forgetCommand } from './commands/forget.ts';
import { freezeCommand, unfreezeCommand } from './commands/freeze.ts';
import { incidentsCommand } from './commands/incidents.ts';
import { keysCommand } from './commands/keys.ts';
import { mapCommand } from './commands/map.ts';
import { migrateCommand } from './commands/migrate.ts';
import { notificationsCommand } from './commands/notifications.ts';
import { onCallCommand } from './commands/on-call.ts';
import { orderCommand } from './commands/order.ts';
import { ordersCommand } from './commands/orders.ts';
import { quarantineCommand } from './commands/quarantine.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { rulesCommand } from './commands/rules.ts';
import { role, up } from './commands/serve.ts';
import { silenceCommand } from './commands/silences.ts';
import { simulateCommand } from './commands/simulate.ts';
import { templateCommand } from './commands/template.ts';
import { traceCommand } from './commands/trace.ts';
import { databaseFailure } from './database.ts';
import { EXIT, type ExitCode, Failure } from './exit.ts';
import { configurationOf, type Terminal } from './terminal.ts';
import { readVersion } from './version.ts';

/** Hands the exit code of the command that ran to `runProgram`. */
export type End = (code: ExitCode) => void;

const HELP = `
Settings come from the environment; every one that may hold a secret also as <NAME>_FILE:
  DATABASE_URL          PostgreSQL (unset: "up" starts its own)
  DATABASE_READ_URL     replica of it for lists and searches, of the API and of "orders" (unset: the database itself)
  AMQP_URL              RabbitMQ (unset: "up" starts its own)
  RABBITMQ_MANAGEMENT_URL
                        its management API, http://user:password@host:15672, for rules about queues (unset: that
                        of its own)
  PORT, OPS_PORT        of the API (8080) and of metrics and health (9464); 0 picks a free one
  HOST                  address to listen on (unset: 127.0.0.1 with a database of its own, all with DATABASE_URL)
  TRUSTED_PROXIES       proxies in front of the API whose X-Forwarded-For, -Proto and -Host count: addresses and
                        networks, 10.0.0.0/8,fd00::1, or loopback, linklocal, uniquelocal (unset: nobody's)
  ORDERWATCH_HOME       folder of this installation (.orderwatch)
  ORDERWATCH_ADMIN_KEY  admin key of the API; a new one revokes the old one (unset: "up" generates one and keeps it in
                        that folder; "api" takes that, else only keys that the database knows already)
  ORDERWATCH_DATA_KEY   32 bytes, base64 or hexadecimal, under which personal data is sealed (unset: it is kept as it is);
                        once set, every process and command needs it
  ORDERWATCH_SIGNING_KEY
                        32 bytes or more, base64 or hexadecimal, of links in messages (unset: "up" generates one and
                        keeps it in that folder; "api" takes that); all processes need the same one
  PUBLIC_URL            where people and providers reach the API, for links (unset: where it listens)
  SMTP_URL              mail server, smtp://user:password@host:587 (unset: SENDGRID_API_KEY, else e-mail is a dry run)
  SENDGRID_API_KEY, SENDGRID_WEBHOOK_KEY
                        e-mail by SendGrid; the public key with which it signs what became of it
  TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID
                        SMS (unset: a dry run); TWILIO_API_URL where it is not Twilio's own
  TELEGRAM_BOT_TOKEN    Telegram (unset: a dry run); TELEGRAM_API_URL where it is not Telegram's own
  SLACK_WEBHOOK_URL     channel of the company (unset: a dry run)
  ALERTMANAGER_URL      is told of incidents, http://user:password@host:9093 (unset: it is not; its webhook comes in at
                        /webhooks/alertmanager all the same)
  PAGERDUTY_ROUTING_KEY integration key of Events API v2; PAGERDUTY_URL where it is not https://events.pagerduty.com
  INCIDENT_WEBHOOK_URL, INCIDENT_WEBHOOK_SECRET
                        any other system that is told of incidents; whsec_ and 24 to 64 bytes as base64, with which
                        that is signed
  HEARTBEAT_URL         asked once a minute as long as schedules run, with /fail behind it when they can't
  JAEGER_URL            where people look at traces, for links
  GRAFANA_URL           where people look at logs and boards, for links
  OTEL_EXPORTER_OTLP_ENDPOINT
                        takes traces, http://host:4318 (unset: nothing is sent); the other OTEL_* as the OpenTelemetry
                        specification has them
  OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET
                        sign-in of the company by OpenID Connect (unset: people have passwords of their own)
  OIDC_ROLES            what the claim says and what that is here, the first that somebody has counts:
                        ow-admins=admin,helpdesk=support,acme=partner:acme
  OIDC_ROLE_CLAIM, OIDC_SCOPES, OIDC_NAME
                        the claim (groups), what is asked for (openid profile email), what the button is called
  RAW_MESSAGE_RETENTION how long the bytes of accepted messages are kept (P30D)
  ORDERWATCH_CONFIG     the configuration, a YAML file (unset: the bundled reference case; see "orderwatch check");
                        a running Orderwatch takes over what changes in it, on SIGHUP at once
  LOG_LEVEL             trace, debug, info (default), warn, error, fatal, silent
Commands use DATABASE_URL, else the Orderwatch that runs in ORDERWATCH_HOME; its configuration, too, unless
ORDERWATCH_CONFIG names one.

Exit codes: 0 done, 1 failed, 2 wrong arguments or settings, 3 not found, 70 a bug in Orderwatch.

Examples:
  $ orderwatch                              run everything
  $ orderwatch order ORD-1042               where is it, and why
  $ orderwatch orders --stuck --sort deadline
  $ orderwatch trace ORD-1042               send its trace again, and say where to look at it
  $ orderwatch orders ivanova 916 123       by what is known of the customer
  $ orderwatch quarantine ls
  $ orderwatch freeze ORD-1042 --reason "the customer is on holiday"
  $ orderwatch notifications ls --troubled  what did not reach whom
  $ orderwatch template preview order-shipped
  $ orderwatch backtest --rule price-missing what would it have raised in 90 days
  $ orderwatch check orderwatch.yaml        is this configuration right?`;

/** Runs the command that the arguments name and returns what the process should end with. Tells troubles itself. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = createProgram(terminal, ended => {
    code = ended;
  });
  try {
    await program.parseAsync(args.length === 0 ? ['up'] : args, { from: 'user' });
    return code;
  } catch (error) {
    return tell(error, terminal);
  }
}

export function createProgram(terminal: Terminal, end: End): Command {
  const program = new Command('orderwatch')
    .description('Keeps every order event in a ledger and says where each order is.')
    .version(readVersion())
    .addHelpText('after', HELP);
  program
    .command('up')
    .description('run everything in one process; start the servers that no setting names (also without a command)')
    .option('--simulate', 'and play shop, CRM and MES: orders that move and get stuck before your eyes')
    .action(async ({ simulate }: { simulate?: true }) => end(await up(terminal, { simulate: simulate === true })));
  program
    .command('tracker')
    .description('run the intake from RabbitMQ into the ledger; any number of them may run')
    .action(async () => end(await role(terminal, 'tracker')));
  program
    .command('api')
    .description('run the HTTP API; any number of them may run')
    .action(async () => end(await role(terminal, 'api')));
  program
    .command('notifier')
    .description('run the messages to customers, partners and people of the company; any number of them may run')
    .action(async () => end(await role(terminal, 'notifier')));
  program
    .command('alerts')
    .description('run rules, incidents and escalation; any number of them may run, one of them leads')
    .action(async () => end(await role(terminal, 'alerts')));
  program.addCommand(checkCommand(terminal, end));
  program.addCommand(keysCommand(terminal));
  program.addCommand(mapCommand(terminal, end, () => configurationOf(terminal)));
  program.addCommand(migrateCommand(terminal));
  program.addCommand(orderCommand(terminal, end));
  program.addCommand(ordersCommand(terminal));
  program.addCommand(diagnoseCommand(terminal));
  program.addCommand(traceCommand(terminal));
  program.addCommand(freezeCommand(terminal));
  program.addCommand(unfreezeCommand(terminal));
  program.addCommand(incidentsCommand(terminal));
  program.addCommand(rulesCommand(terminal));
  program.addCommand(backtestCommand(terminal));
  program.addCommand(silenceCommand(terminal));
  program.addCommand(onCallCommand(terminal));
  program.addCommand(quarantineCommand(terminal, end));
  program.addCommand(auditCommand(terminal, end));
  program.addCommand(notificationsCommand(terminal, end));
  program.addCommand(bounceCommand(terminal, end));
  program.addCommand(forgetCommand(terminal, end));
  program.addCommand(templateCommand(terminal, end));
  program.addCommand(rebuildCommand(terminal));
  program.addCommand(simulateCommand(terminal));
  for (const command of everyCommand(program)) {
    command.exitOverride().configureOutput({
      writeOut: text => terminal.out(text.trimEnd()),
      writeErr: text => terminal.err(text.trimEnd()),
    });
  }
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function tell(error: unknown, terminal: Terminal): ExitCode {
  // Commander has said what is wrong, or shown the help that was asked for, before it throws.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const failure = error instanceof Failure ? error : databaseFailure(error);
  if (failure) {
    terminal.err(failure.message);
    return failure.exitCode;
  }
  if (error instanceof CantStart) {
    terminal.err(error.message);
    return EXIT.failure;
  }
  terminal.err(`This is a bug in Orderwatch: ${error instanceof Error ? error.stack : String(error)}`);
  return EXIT.bug;
}
