import { createHmac, timingSafeEqual } from 'node:crypto';
import { INCIDENT_TEMPLATE } from '../notifier/incident-variables.ts';
import type { Message, Recipient } from '../notifier/message.ts';
import type { NotifierAccess } from '../notifier/settings.ts';

// Telegram takes 64 bytes; of the MAC half, as section 5 of RFC 2104 allows.
const MAC_BYTES = 16;
const FORM = /^take:([1-9]\d{0,15}):([A-Za-z0-9_-]{22})$/;
const ABOUT = /^incident:([1-9]\d{0,15})$/;

type Key = Pick<NotifierAccess, 'signingKey'>;

/**
 * What a press of the button under a message about an incident tells us. Null where a press can't be told: then the button
 * opens the link of the message.
 */
export function pressOf(
  access: Key & Pick<NotifierAccess, 'slackSigningSecret'>,
  { about, template, channel, recipient }: Pick<Message, 'about' | 'template' | 'channel' | 'recipient'>,
): string | null {
  const incident = ABOUT.exec(about)?.[1];
  if (incident === undefined || template !== INCIDENT_TEMPLATE) return null;
  const isHeard = channel === 'telegram' || (channel === 'slack' && access.slackSigningSecret !== null);
  return isHeard ? `take:${incident}:${mac(access, incident, recipient).toString('base64url')}` : null;
}

/** The incident, if it was this recipient whom we gave the button to. */
export function readPress(access: Key, data: string, recipient: Recipient): number | null {
  const [, incident, given] = FORM.exec(data) ?? [];
  if (incident === undefined || given === undefined) return null;
  const isOurs = timingSafeEqual(Buffer.from(given, 'base64url'), mac(access, incident, recipient));
  return isOurs ? Number(incident) : null;
}

function mac({ signingKey }: Key, incident: string, recipient: Recipient): Buffer {
  return createHmac('sha256', signingKey).update(`press:1\0${incident}\0${recipient}`).digest().subarray(0, MAC_BYTES);
}
