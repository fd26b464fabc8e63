import type { z } from 'zod';
import { masked } from '../../notifier/address.ts';
import type { Message } from '../../notifier/message.ts';
import { findMessage } from '../../notifier/message-list.ts';
import { UNREADABLE } from '../../notifier/message-rows.ts';
import { reasonInWords } from '../../notifier/message-words.ts';
import { kept } from '../../notifier/outcome.ts';
import type { ResendDeps } from '../../notifier/resend.ts';
import { planResend } from '../../notifier/resend-plan.ts';
import { type Clock, toIso } from '../../platform/clock.ts';
import { maskedText } from '../../tracker/masked-text.ts';
import type { contract } from '../contract.ts';
import { readBody } from '../parameters.ts';
import { knownOf } from '../present-message.ts';
import { noSuchNotification, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';

/** What would happen if the message were sent again; nothing is sent or noted. Throws Refused. */
export async function previewAsked(
  { clock, pool, ...deps }: ResendDeps & { clock: Clock },
  id: string,
  body: unknown,
): Promise<z.infer<typeof contract.ResendPreview>> {
  const asked = readBody(requestBody.resendPreview, body);
  const message = await findMessage(pool, id, deps.vault);
  if (!message) throw new Refused(noSuchNotification(id));
  const { target, ways, verdict, refused } = await planResend(pool, deps, message, asked, clock.now());
  const waits = !refused && verdict?.kind === 'wait' ? verdict : null;
  return {
    channel: target.channel,
    recipient: target.recipient,
    address: masked(target.channel, target.address),
    goes: refused ? 'not' : waits ? 'later' : 'now',
    notBefore: waits && toIso(waits.until),
    why: refused?.why ?? (waits && `${reasonInWords(waits.reason)}.`),
    mayInsist: refused?.mayInsist ?? false,
    ways: ways.map(({ channel, address, blocked }) => ({
      channel,
      address: masked(channel, address),
      why: blocked && `${reasonInWords(blocked)}.`,
    })),
    ...textOf(target, deps),
  };
}

/** As it would be made now, without the links that are its recipient's. */
function textOf(target: Message, { settings, templates }: ResendDeps | Omit<ResendDeps, 'pool'>) {
  const { template, channel, variables, locale, zone } = target;
  if (variables === UNREADABLE) return { subject: null, text: null };
  const frame = { brand: settings().brand, locale, zone, unsubscribeUrl: null };
  const cut = (text: string) => maskedText(text, knownOf(target));
  try {
    const { subject, body } = kept(templates().render(template, channel, variables, frame));
    return { subject: subject && cut(subject), text: cut(body) };
  } catch {
    // It would fail in the same way when it is its turn, and say so in its history.
    return { subject: null, text: null };
  }
}
