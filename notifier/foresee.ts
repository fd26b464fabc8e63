import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { masked } from './address.ts';
import type { Content } from './channel.ts';
import type { ChannelName, NewMessage } from './message.ts';
import { noticesOf as waitingNotices } from './notice-rows.ts';
import { planDue } from './planner.ts';
import type { DropReason } from './reasons.ts';
import type { SurveyDeps } from './survey.ts';

/** A message that would go out; `to` masked. */
export type Foreseen = {
  kind: NewMessage['kind'];
  channel: ChannelName;
  to: string;
  locale: string;
  template: string;
  subject: string | null;
  text: string;
};

/** Something of which nobody would be told, and why. */
export type Untold = { notice: string; reason: DropReason };

export type ForeseeDeps = SurveyDeps & { lifecycles: () => Lifecycles; vault: Vault };

/**
 * What would be told of an event of an order that is just being recorded, whom, and in which words, if it were planned at
 * this moment. For a transaction that is rolled back at the end (platform/rehearsal.ts).
 */
export async function foresee(
  tx: Db,
  deps: ForeseeDeps,
  { orderId, eventId }: { orderId: OrderKey; eventId: string },
  now: Instant,
): Promise<{ messages: Foreseen[]; untold: Untold[] }> {
  const due = await waitingNotices(tx, { orderId, eventId }, deps.vault);
  const { messages, planned } = await planDue(tx, deps, due, now);
  return {
    messages: messages.map(message => shown(message, deps)),
    untold: planned.flatMap(({ notice, dropped }) =>
      dropped === null ? [] : [{ notice: notice.notice, reason: dropped }],
    ),
  };
}

function shown(message: NewMessage, { templates, settings }: ForeseeDeps): Foreseen {
  const { kind, channel, address, locale, zone, template, variables } = message;
  const frame = { brand: settings().brand, locale, zone, unsubscribeUrl: null };
  const content = templates().render(template, channel, variables, frame);
  return { kind, channel, to: masked(channel, address), locale, template, ...wordsOf(content) };
}

function wordsOf(content: Content): { subject: string | null; text: string } {
  switch (content.channel) {
    case 'email':
      return { subject: content.subject, text: content.text };
    case 'sms':
      return { subject: null, text: content.text };
    case 'slack':
      return { subject: null, text: content.text };
    case 'telegram':
      return { subject: null, text: content.html.replace(/<[^>]*>/g, '') };
    case 'webhook':
      return { subject: null, text: content.body };
    default:
      return content satisfies never;
  }
}
