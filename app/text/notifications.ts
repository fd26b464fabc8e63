import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { printableLines } from './printable.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export function describeNotifications({ items, nextCursor, counts }: Contract['NotificationPage']): string {
  if (items.length === 0) return ['No message passes these filters.', summary(counts)].filter(Boolean).join('\n\n');
  const rows = items.map(message => [
    message.id,
    moment(Date.parse(message.queuedAt)),
    message.about,
    message.template,
    message.channel,
    message.recipient,
    message.address,
    message.state,
    message.reason ?? '',
  ]);
  const head = ['ID', 'QUEUED (UTC)', 'ABOUT', 'TEMPLATE', 'CHANNEL', 'TO', 'ADDRESS', 'STATE', 'WHY'];
  const more = nextCursor === null ? '' : `There are more: add --cursor ${nextCursor}`;
  return [table([head, ...rows]), summary(counts), more].filter(Boolean).join('\n\n');
}

function summary({ troubled, undecided }: Contract['NotificationPage']['counts']): string {
  return [
    troubled > 0 && `${troubled === 1 ? '1 message needs' : `${troubled} messages need`} a look: add --troubled.`,
    undecided > 0 && `${undecided} more will be decided on in a moment.`,
  ]
    .filter(Boolean)
    .join(' ');
}

export function describeNotification(message: Contract['NotificationInFull']): string {
  const when = (time: string | null) => time && `${moment(Date.parse(time))} UTC`;
  const facts: [string, string | null][] = [
    ['state', `${message.state}. ${message.inWords}`],
    ['the provider says', message.detail],
    ['about', `${message.about}, ${message.occasion}`],
    ['to', [message.recipient, message.address].filter(Boolean).join(', ')],
    ['by', [message.channel, message.provider].filter(Boolean).join(', ')],
    ['in', `${message.locale}, ${message.zone}`],
    ['queued', when(message.queuedAt)],
    ['not before', message.state === 'queued' ? when(message.notBefore) : null],
    ['useless from', message.state === 'queued' ? when(message.expiresAt) : null],
    ['sent', when(message.sentAt)],
    ['attempts', message.attempts === 0 ? null : String(message.attempts)],
    ['subject', message.subject],
  ];
  const known = facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
  const history = message.history.map(({ at, kind, state, inWords, detail }) => [
    moment(Date.parse(at)),
    kind,
    state ?? '',
    [inWords, detail].filter(Boolean).join('. '),
  ]);
  return [
    `Message ${message.id}: ${message.template}`,
    table(known, '  '),
    ...(history.length === 0 ? [] : [`What happened (UTC)\n${table(history, '  ')}`]),
    ...(message.body === null ? [] : [printableLines(message.body)]),
  ].join('\n\n');
}
