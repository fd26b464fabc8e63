import { createHmac, timingSafeEqual } from 'node:crypto';
import { PRESSES, type Presses, type PressName } from '../notifier/channel.ts';
import { INCIDENT_TEMPLATE, RESOLVED_TEMPLATE, TAKEN_TEMPLATE } from '../notifier/incident-variables.ts';
import type { Message, Recipient } from '../notifier/message.ts';
import type { NotifierAccess } from '../notifier/settings.ts';

// Telegram takes 64 bytes; of the MAC half, as section 5 of RFC 2104 allows.
const MAC_BYTES = 16;
const FORM = new RegExp(`^(${PRESSES.join('|')}):([1-9]\\d{0,15}):([A-Za-z0-9_-]{22})$`);
const ABOUT = /^incident:([1-9]\d{0,15})$/;

type Key = Pick<NotifierAccess, 'signingKey'>;
type Pressed = { incident: number; want: PressName };

const VERDICTS = ['real', 'not_real', 'our_data'] as const;
const WANTED: Readonly<Record<string, readonly PressName[]>> = {
  [INCIDENT_TEMPLATE]: ['take'],
  [TAKEN_TEMPLATE]: VERDICTS,
  [RESOLVED_TEMPLATE]: VERDICTS,
};

/**
 * What presses of the buttons under a message about an incident tell us. Nothing where a press can't be told: then buttons
 * open the link of the message.
 */
export function pressesOf(
  access: Key & Pick<NotifierAccess, 'slackSigningSecret'>,
  { about, template, channel, recipient }: Pick<Message, 'about' | 'template' | 'channel' | 'recipient'>,
): Presses {
  const incident = ABOUT.exec(about)?.[1];
  const wanted = Object.hasOwn(WANTED, template) ? WANTED[template]! : [];
  const isHeard = channel === 'telegram' || (channel === 'slack' && access.slackSigningSecret !== null);
  if (incident === undefined || !isHeard) return {};
  const data = (want: PressName) =>
    `${want}:${incident}:${mac(access, want, incident, recipient).toString('base64url')}`;
  return Object.fromEntries(wanted.map(want => [want, data(want)]));
}

/** The incident and what is wanted of it, if it was this recipient whom we gave the button to. */
export function readPress(access: Key, data: string, recipient: Recipient): Pressed | null {
  const [, want, incident, given] = FORM.exec(data) ?? [];
  if (want === undefined || incident === undefined || given === undefined) return null;
  const expected = mac(access, want as PressName, incident, recipient);
  const isOurs = timingSafeEqual(Buffer.from(given, 'base64url'), expected);
  return isOurs ? { incident: Number(incident), want: want as PressName } : null;
}

function mac({ signingKey }: Key, want: PressName, incident: string, recipient: Recipient): Buffer {
  // Taking one on has no name in it, as in the buttons that are out already.
  const what = want === 'take' ? incident : `${want}\0${incident}`;
  return createHmac('sha256', signingKey).update(`press:1\0${what}\0${recipient}`).digest().subarray(0, MAC_BYTES);
}
