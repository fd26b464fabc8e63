import type { Clock, Instant } from '../../platform/clock.ts';
import { type HttpCaller, openHttp } from '../../platform/http-call.ts';
import type { Channel, Handed, LookedUp, Outgoing } from '../channel.ts';
import type { MessageName } from '../message.ts';
import type { TwilioAccess } from '../settings.ts';
import { isInside } from './private-addresses.ts';
import { twilioVerdict } from './twilio-answers.ts';
import { askTwilio, type TwilioCall } from './twilio-client.ts';
import { withoutAnswer } from './without-answer.ts';

const TIMEOUT_MS = 30_000;
// The list of what one number got, which is long only where a number is everybody's.
const LOOKED_THROUGH = 1_000;
const MAX_LIST_BYTES = 8 * 1024 * 1024;
/** By which our clock and Twilio's may differ, and the second that Twilio's times are cut to. */
const SLACK_MS = 60_000;

/** SMS by Twilio. There is no way to give it a message twice without paying for two, so it is looked for first. */
export function openTwilio(options: { access: TwilioAccess; publicUrl: string; clock: Clock }): Channel {
  const { access, publicUrl, clock } = options;
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_LIST_BYTES });
  const twilio = { access, http };
  return {
    name: 'sms',
    provider: 'twilio',
    // Twilio takes and queues as many as one likes; of a number of ours it sends one a second.
    concurrency: 4,
    whenUnknown: 'lookUp',
    send: async (message, signal) => {
      const statusCallback = statusCallbackUrl({ apiUrl: access.apiUrl, publicUrl }, message);
      const asked = await askTwilio(
        twilio,
        client =>
          client.messages.create({
            to: message.address,
            ...senderOf(access),
            ...(statusCallback !== null && { statusCallback }),
            body: textOf(message),
            // Or the text that Twilio lists is not the one by which it is looked for; ours is made for GSM-7 before.
            smartEncoded: false,
          }),
        signal,
      );
      return handed(asked, clock.now());
    },
    lookUp: (message, at) => lookUp(twilio, message, at),
    stop: async () => http.stop(),
  };
}

/**
 * Where Twilio tells what becomes of a message: the way back to its row is in the address. Null where Twilio itself could
 * not reach it, for then it refuses the message (21609); what speaks its language inside the house can.
 */
export function statusCallbackUrl(options: { apiUrl: string | null; publicUrl: string }, name: MessageName) {
  const { apiUrl, publicUrl } = options;
  if (apiUrl === null && isInside(new URL(publicUrl).hostname)) return null;
  return `${publicUrl}/webhooks/twilio?${new URLSearchParams({ about: name.about, id: name.id })}`;
}

function senderOf({ from, messagingServiceSid }: TwilioAccess) {
  return messagingServiceSid === null ? { from: from ?? '' } : { messagingServiceSid };
}

function textOf({ content }: Outgoing): string {
  if (content.channel !== 'sms') throw new Error(`An SMS can't be made of ${content.channel}`);
  return content.text;
}

function handed(asked: TwilioCall<{ sid: string; status: string }>, now: Instant): Handed {
  if ('result' in asked) {
    const { sid, status } = asked.result;
    return sid ? { kind: 'sent', providerId: sid, said: status } : { kind: 'unknown', said: 'an answer without an id' };
  }
  const { called } = asked;
  // Nothing was asked: the client did not like what it was given.
  if (called === null) throw asked.error;
  return called.kind === 'answered' ? twilioVerdict(called, now) : withoutAnswer(called);
}

/**
 * Looks for the text among all that the number got. Twilio could narrow the list by the date of sending, which a
 * message that waits in its queue does not have yet.
 */
async function lookUp(
  twilio: { access: TwilioAccess; http: HttpCaller },
  message: Outgoing,
  at: Instant,
): Promise<LookedUp> {
  const text = textOf(message).trim();
  const asked = await askTwilio(
    twilio,
    client => client.messages.list({ to: message.address, limit: LOOKED_THROUGH, pageSize: LOOKED_THROUGH }),
    new AbortController().signal,
  );
  if (!('result' in asked)) {
    const { called } = asked;
    return { kind: 'cannotTell', said: called?.kind === 'answered' ? `HTTP ${called.status}` : (called?.said ?? '') };
  }
  const found = asked.result.find(
    ({ body, dateCreated, direction }) =>
      direction.startsWith('outbound') &&
      dateCreated.getTime() >= at - SLACK_MS &&
      // A trial account writes something before it.
      body.trim().endsWith(text),
  );
  if (found) return { kind: 'found', providerId: found.sid };
  return asked.result.length < LOOKED_THROUGH
    ? { kind: 'absent' }
    : { kind: 'cannotTell', said: `the number got ${LOOKED_THROUGH} messages and more` };
}
