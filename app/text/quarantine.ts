import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { printableLines } from './printable.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

// What is wrong stands at the beginning of a reason. Behind it come the names that would be right, the same in every row.
const REASON_CHARACTERS = 100;

export function describeQuarantine({ items, nextCursor }: Contract['QuarantinePage']): string {
  if (items.length === 0) return 'No message passes these filters.';
  const rows = items.map(message => [
    message.id,
    moment(Date.parse(message.receivedAt)),
    String(message.times),
    origin(message),
    message.reasonKind,
    shortened(message.reason),
  ]);
  const list = table([['ID', 'RECEIVED (UTC)', 'TIMES', 'FROM', 'WHY', 'IN WORDS'], ...rows]);
  return nextCursor === null ? list : `${list}\n\nThere are more: add --cursor ${nextCursor}`;
}

function shortened(reason: string): string {
  return reason.length > REASON_CHARACTERS ? `${reason.slice(0, REASON_CHARACTERS).toWellFormed()}…` : reason;
}

// Enough to recognise a message; ten megabytes would only hide what is above them.
const SHOWN_CHARACTERS = 4_000;

export function describeMessage(message: Contract['QuarantinedMessageInFull']): string {
  const facts = [
    ['from', origin(message)],
    ['received', received(message)],
    ['why', `${message.reasonKind}: ${message.reason}`],
    ['replayed', message.replayedAt === null ? 'no' : `${moment(Date.parse(message.replayedAt))} UTC`],
    ...(message.dismissed === null ? [] : [['dismissed', dismissal(message.dismissed)]]),
    ['properties', properties(message)],
    ['body', `${message.bodyBytes} bytes${message.bodyEncoding === 'base64' ? ', no text, so in base64' : ''}`],
  ];
  const shown = message.body.slice(0, SHOWN_CHARACTERS).toWellFormed();
  const rest = message.body.length - shown.length;
  const more = rest > 0 ? `\n… and ${rest} characters more; --json prints them all` : '';
  return `Message ${message.id}\n\n${table(facts, '  ')}\n\n${printableLines(shown)}${more}`;
}

export function describeReplay(
  { replayed, stillQuarantined, items }: Contract['ReplayResult'],
  dryRun: boolean,
): string {
  const rows = items.map(item => [
    item.id,
    item.outcome,
    item.orderId ?? item.reason ?? (item.outcome === 'not_open' ? 'no open message has this id' : ''),
  ]);
  const sum = dryRun
    ? `${replayed} would be recorded, ${stillQuarantined} would stay. Nothing was changed.`
    : `${replayed} recorded, ${stillQuarantined} stay in quarantine.`;
  return rows.length === 0 ? sum : `${table(rows)}\n\n${sum}`;
}

function dismissal({ at, by, why }: NonNullable<Contract['QuarantinedMessage']['dismissed']>): string {
  return `${moment(Date.parse(at))} UTC by ${by}: ${why}`;
}

function received({ receivedAt, lastReceivedAt, times }: Contract['QuarantinedMessage']): string {
  const first = `${moment(Date.parse(receivedAt))} UTC`;
  return times === 1 ? first : `${first}, ${times} times until ${moment(Date.parse(lastReceivedAt))} UTC`;
}

function origin({ origin: way, exchange, routingKey }: Contract['QuarantinedMessage']): string {
  return way === 'http' ? 'HTTP' : [exchange, routingKey].filter(Boolean).join(' ');
}

/** Most messages have few: what is not there is not said. */
function properties(message: Contract['QuarantinedMessageInFull']): string {
  const given = Object.entries(message.properties).filter(([, value]) => value !== null && !isEmpty(value));
  return given.length === 0 ? 'none' : JSON.stringify(Object.fromEntries(given));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && Object.keys(value!).length === 0;
}
