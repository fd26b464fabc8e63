import type { z } from 'zod';
import { dismiss, restore } from '../notifier/dismiss.ts';
import { findMessage } from '../notifier/message-list.ts';
import type { ResendDeps } from '../notifier/resend.ts';
import type { Clock } from '../platform/clock.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import type { contract } from './contract.ts';
import { readBody } from './parameters.ts';
import { presentMessageInFull } from './present-message.ts';
import { noSuchNotification, notDismissed, notDone, Refused } from './problem.ts';
import { requestBody } from './requests.ts';

/** Takes the message out as somebody asks for it. Throws Refused. */
export async function dismissAsked(
  { clock, ...deps }: ResendDeps & { clock: Clock },
  id: string,
  body: unknown,
  hands: Hands,
): Promise<z.infer<typeof contract.NotificationInFull>> {
  const { reason = null } = readBody(requestBody.dismiss, body);
  const dismissed = await dismiss(deps, id, { ...hands, reason }, clock.now());
  if (dismissed.kind === 'refused') throw new Refused(notDismissed(dismissed.why));
  const message = dismissed.kind === 'missing' ? null : await findMessage(deps.pool, id, deps.vault);
  if (!message) throw new Refused(noSuchNotification(id));
  return presentMessageInFull(message);
}

/** Puts back what somebody took out. Throws Refused. */
export async function restoreAsked(
  { clock, ...deps }: ResendDeps & { clock: Clock },
  id: string,
  body: unknown,
  hands: Hands,
): Promise<z.infer<typeof contract.NotificationInFull>> {
  readBody(requestBody.restoreNotification, body);
  const restored = await restore(deps.pool, id, hands, clock.now());
  if (restored.kind === 'refused') throw new Refused(notDone(restored.why));
  const message = restored.kind === 'missing' ? null : await findMessage(deps.pool, id, deps.vault);
  if (!message) throw new Refused(noSuchNotification(id));
  return presentMessageInFull(message);
}
