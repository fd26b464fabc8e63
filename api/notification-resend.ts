import type { z } from 'zod';
import { findMessage } from '../notifier/message-list.ts';
import { type ResendDeps, resend } from '../notifier/resend.ts';
import type { Clock } from '../platform/clock.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import type { contract } from './contract.ts';
import { readBody } from './parameters.ts';
import { presentMessageInFull } from './present-message.ts';
import { noSuchNotification, notResent, Refused } from './problem.ts';
import { requestBody } from './requests.ts';

/** Queues the message again as somebody asks for it, also on the command line. Throws Refused. */
export async function resendAsked(
  { clock, ...deps }: ResendDeps & { clock: Clock },
  id: string,
  body: unknown,
  hands: Hands,
): Promise<z.infer<typeof contract.NotificationInFull>> {
  const { again, channel, reason = null } = readBody(requestBody.resend, body);
  const resent = await resend(deps, id, { ...hands, again, channel, reason }, clock.now());
  if (resent.kind === 'refused') throw new Refused(notResent(resent.why, resent.mayInsist));
  const message = resent.kind === 'missing' ? null : await findMessage(deps.pool, resent.id, deps.vault);
  if (!message) throw new Refused(noSuchNotification(id));
  return presentMessageInFull(message);
}
