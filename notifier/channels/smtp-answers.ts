import type { NodemailerError } from 'nodemailer';
import type { Handed } from '../channel.ts';
import type { CodeMeaning } from './code-meaning.ts';
import { inShort } from './said.ts';

type Meaning = Pick<CodeMeaning, 'reason'> & Partial<CodeMeaning>;

const NO_MAILBOX: Meaning = { reason: 'invalid_address', suppress: 'invalid_address' };
const OUR_CREDENTIALS: Meaning = { reason: 'bad_credentials', retry: true };

/**
 * Enhanced status codes, RFC 3463 and the registry of IANA, from the special to the general: `x` is any number. The
 * first digit says whether it helps to try again, unless the meaning knows better.
 */
export const ENHANCED_CODES: readonly (readonly [code: string, meaning: Meaning])[] = [
  ['5.1.1', NO_MAILBOX],
  ['5.1.2', NO_MAILBOX],
  ['5.1.3', NO_MAILBOX],
  ['5.1.6', NO_MAILBOX],
  ['5.1.10', NO_MAILBOX],
  ['x.1.7', { reason: 'bad_sender' }],
  ['x.1.8', { reason: 'bad_sender' }],
  ['x.1.x', { reason: 'refused' }],
  ['5.2.1', NO_MAILBOX],
  // What Gmail says of a mailbox to which too much comes at once.
  ['4.2.1', { reason: 'too_many' }],
  ['x.2.2', { reason: 'mailbox_full' }],
  ['x.2.3', { reason: 'too_large' }],
  ['x.2.x', { reason: 'refused' }],
  ['x.3.4', { reason: 'too_large' }],
  ['4.3.x', { reason: 'provider_down' }],
  ['5.3.x', { reason: 'refused' }],
  ['4.4.x', { reason: 'provider_down' }],
  ['5.4.4', { reason: 'no_route' }],
  ['5.4.x', { reason: 'refused' }],
  ['4.5.3', { reason: 'too_many' }],
  ['4.5.x', { reason: 'provider_down' }],
  ['5.5.x', { reason: 'our_fault' }],
  ['x.6.x', { reason: 'refused' }],
  ['x.7.8', OUR_CREDENTIALS],
  ['x.7.9', OUR_CREDENTIALS],
  ['x.7.11', OUR_CREDENTIALS],
  ['x.7.12', OUR_CREDENTIALS],
  ['x.7.13', OUR_CREDENTIALS],
  ['x.7.14', OUR_CREDENTIALS],
  // SPF, DKIM, reverse DNS: the sender's domain is not set up for this server.
  ['x.7.20', { reason: 'bad_sender' }],
  ['x.7.21', { reason: 'bad_sender' }],
  ['x.7.22', { reason: 'bad_sender' }],
  ['x.7.23', { reason: 'bad_sender' }],
  ['x.7.24', { reason: 'bad_sender' }],
  ['x.7.25', { reason: 'bad_sender' }],
  ['x.7.26', { reason: 'bad_sender' }],
  ['x.7.27', { reason: 'bad_sender' }],
  ['4.7.28', { reason: 'too_many' }],
  ['5.7.x', { reason: 'filtered' }],
  // Grey-listing, which lets the second attempt pass.
  ['4.7.x', { reason: 'refused' }],
  ['x.x.x', { reason: 'refused' }],
];

/** Where in the dialogue a code was said: what it is about, where there is no enhanced one. */
type Stage = 'sender' | 'recipient' | 'data' | 'session';

type BasicMeaning = Meaning & { at?: Partial<Record<Stage, Meaning>> };

/** RFC 5321 §4.2.3, for servers that say no more than that. */
export const BASIC_CODES: ReadonlyMap<number, BasicMeaning> = new Map<number, BasicMeaning>([
  [421, { reason: 'provider_down' }],
  [450, { reason: 'refused' }],
  // Most often it is grey-listing.
  [451, { reason: 'refused', at: { session: { reason: 'provider_down' } } }],
  [452, { reason: 'mailbox_full', at: { session: { reason: 'provider_down' }, sender: { reason: 'provider_down' } } }],
  [454, { reason: 'provider_down' }],
  [455, { reason: 'refused' }],
  [501, { reason: 'our_fault', at: { recipient: NO_MAILBOX, sender: { reason: 'bad_sender' } } }],
  // The session has gone out of step; the next one has not.
  [503, { reason: 'provider_down', retry: true }],
  [521, { reason: 'refused' }],
  [
    550,
    {
      reason: 'refused',
      at: { recipient: NO_MAILBOX, sender: { reason: 'bad_sender' }, data: { reason: 'filtered' } },
    },
  ],
  [551, { reason: 'no_route' }],
  [552, { reason: 'too_large', at: { recipient: { reason: 'mailbox_full' } } }],
  [553, { reason: 'refused', at: { recipient: NO_MAILBOX, sender: { reason: 'bad_sender' } } }],
  [554, { reason: 'refused', at: { data: { reason: 'filtered' } } }],
]);

/** Of nodemailer, and RFC 4954 §6: whatever else such an answer says, it is about who we are. */
const LOGIN_FAILED: ReadonlySet<unknown> = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 530, 534, 535, 538]);

/** What nodemailer itself refuses; all else without an answer of the server is a server that can't be reached. */
const BEFORE_THE_SERVER: ReadonlyMap<string, CodeMeaning> = new Map([
  // The address can't be written into the dialogue.
  ['EENVELOPE', { retry: false, reason: 'invalid_address', suppress: null }],
  // The server says how much it takes, and this is more.
  ['EMESSAGE', { retry: false, reason: 'too_large', suppress: null }],
  ['ESTREAM', { retry: false, reason: 'our_fault', suppress: null }],
]);

/** What a status such as `5.1.1` means, said at once or by a bounce later; null where it says no failure. */
export function meaningOfStatus(status: string): CodeMeaning | null {
  const meaning = lookUpStatus(status);
  return meaning && whole(meaning, status.startsWith('4'));
}

/**
 * What became of a mail that a server refused, or whose way to it broke. `left`: whether all of it had gone out; then a
 * silence does not mean that the server does not have it.
 */
export function smtpVerdict(error: NodemailerError, left: boolean): Handed {
  const said = inShort(error.response ?? error.message);
  const meaning = meaningOf(error);
  if (meaning === null && error.responseCode === undefined && left) return { kind: 'unknown', said };
  const { retry, reason, suppress } = meaning ?? { retry: true, reason: 'provider_down', suppress: null };
  return retry
    ? { kind: 'transient', reason, said, retryAfterMs: null }
    : { kind: 'permanent', reason, said, suppress };
}

function meaningOf(error: NodemailerError): CodeMeaning | null {
  const { code = '', responseCode, response = '' } = error;
  if (LOGIN_FAILED.has(code) || LOGIN_FAILED.has(responseCode)) return whole(OUR_CREDENTIALS, true);
  if (responseCode === undefined) return BEFORE_THE_SERVER.get(code) ?? null;
  const stage = stageOf(error.command ?? '');
  // Where it is about the whole session, it is not about this mail.
  if (stage === 'session' && responseCode >= 500) return null;
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const meaning = (enhanced && lookUpStatus(enhanced)) || lookUpBasic(responseCode, stage);
  return whole(meaning, responseCode < 500);
}

function lookUpStatus(status: string): Meaning | null {
  const match = /^([45])\.(\d{1,3})\.(\d{1,3})$/.exec(status);
  if (!match) return null;
  const [, kind, subject, detail] = match;
  const names = new Set([status, `x.${subject}.${detail}`, `${kind}.${subject}.x`, `x.${subject}.x`, 'x.x.x']);
  return ENHANCED_CODES.find(([name]) => names.has(name))?.[1] ?? null;
}

function lookUpBasic(code: number, stage: Stage): Meaning {
  const known = BASIC_CODES.get(code);
  if (known) return known.at?.[stage] ?? known;
  return { reason: code < 500 ? 'provider_down' : code < 510 ? 'our_fault' : 'refused' };
}

function stageOf(command: string): Stage {
  if (command === 'MAIL FROM') return 'sender';
  if (command === 'RCPT TO') return 'recipient';
  return command === 'DATA' ? 'data' : 'session';
}

function whole({ reason, suppress = null, retry }: Meaning, later: boolean): CodeMeaning {
  return { retry: retry ?? later, reason, suppress };
}
