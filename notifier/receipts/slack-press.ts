import { z } from 'zod';
import { isPress } from '../channels/slack.ts';

/** What Slack posts when a button is pressed: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine(given => !/\p{Cc}/u.test(given));
const pressed = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: name, username: name.optional().catch(undefined), name: name.optional().catch(undefined) }),
  actions: z
    .array(z.object({ action_id: z.string(), action_ts: name, value: z.string().max(2_000).optional() }))
    .min(1),
});

export type SlackPress = { user: string; data: string };

/** Under which a press is kept: the same again is a duplicate. Null: it is none. */
export function slackKey(payload: unknown): string | null {
  const parsed = pressed.safeParse(payload);
  return parsed.success ? `${parsed.data.user.id}:${parsed.data.actions[0]!.action_ts}` : null;
}

/** Null for a button that only opened its link: of these Slack tells, too. */
export function readSlackPress(payload: unknown): SlackPress | null {
  const parsed = pressed.safeParse(payload);
  if (!parsed.success) return null;
  const { user, actions } = parsed.data;
  const press = actions.find(({ action_id }) => isPress(action_id));
  return press?.value === undefined ? null : { user: user.name ?? user.username ?? user.id, data: press.value };
}

/** The JSON that Slack puts into a form; undefined for what is none. */
export function slackPayload(body: Buffer): unknown {
  try {
    return JSON.parse(new URLSearchParams(body.toString()).get('payload') ?? '');
  } catch {
    return undefined;
  }
}
