import { createHash } from 'node:crypto';
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import type { Instant } from '../../platform/clock.ts';
import type { CodeMeaning } from '../channels/code-meaning.ts';
import { meaningOfStatus } from '../channels/smtp-answers.ts';
import { messagesNamed } from './message-id.ts';
import type { Receipt } from './receipt.ts';

/** What a mail to the sender's address is. */
export type Bounce =
  /** `ids`: of ours, that it may be about; the one that exists is it. */
  | { kind: 'bounce'; ids: readonly string[]; verdict: Verdict; said: string; digest: string }
  /** An answer of a person or of a machine that is away, or anything else. */
  | { kind: 'other'; why: string };

/** `hard`: it will not arrive. `soft`: the server still tries, or does not say why. `done`: it did arrive. */
export type Verdict = {
  kind: 'hard' | 'soft' | 'done';
  /** Of the status code, where there is one that says why. */
  meaning: CodeMeaning | null;
};

const SAID_CHARACTERS = 500;

/** Reads a bounce: a report as RFC 3464 has it, or the prose of an older server. */
export async function readBounce(raw: Buffer): Promise<Bounce> {
  const mail = await parseMail(raw);
  if (mail === null) return { kind: 'other', why: 'It is nested too deeply, or its headers are too long, to be read.' };
  const ids = messagesNamed([...mail.attachments.map(original), ...namedBy(mail), mail.text ?? ''].join('\n'));
  const digest = createHash('sha256').update(raw).digest('hex');
  const report = mail.attachments.find(part => part.mimeType === 'message/delivery-status');
  if (report) {
    const { verdict, said } = readReport(textOf(report));
    return { kind: 'bounce', ids, verdict, said, digest };
  }
  if (!isFromMailServer(mail))
    return { kind: 'other', why: 'It comes from no mail server and holds no delivery report.' };
  const found = codeInProse(mail.text ?? '');
  return {
    kind: 'bounce',
    ids,
    verdict: { kind: found?.code.startsWith('5') ? 'hard' : 'soft', meaning: found && meaningOfStatus(found.code) },
    said: (found?.line ?? mail.subject ?? '').slice(0, SAID_CHARACTERS),
    digest,
  };
}

/** Null: the parser's limits, which nothing that a mail server writes comes near. */
function parseMail(raw: Buffer): Promise<Email | null> {
  return PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' }).catch(() => null);
}

/** The address itself takes no mail, whatever the next one says. */
export function isForGood({ kind, meaning }: Verdict): boolean {
  return kind === 'hard' && meaning !== null && meaning.suppress !== null;
}

/** As a receipt about the message of this id. */
export function bounceReceipt(bounce: Bounce & { kind: 'bounce' }, id: string, now: Instant): Receipt {
  const { verdict, said, digest } = bounce;
  const reason = verdict.meaning?.reason ?? 'refused';
  return {
    provider: 'bounce',
    key: digest,
    message: { about: null, id },
    providerId: null,
    // The dates in a mail are anybody's.
    at: now,
    said:
      verdict.kind === 'hard' ? { state: 'failed', reason } : verdict.kind === 'done' ? { state: 'delivered' } : null,
    detail: said.toWellFormed().replaceAll('\0', '\uFFFD'),
    suppress: isForGood(verdict) ? 'hard_bounce' : null,
    unsuppress: false,
  };
}

/**
 * A block of fields about the message, then one a recipient. Ours go to one recipient each; where a list server tells of
 * several, the worst word counts.
 */
function readReport(report: string): { verdict: Verdict; said: string } {
  const blocks = report.replaceAll('\r\n', '\n').split(/\n\s*\n/);
  const recipients = blocks.map(fieldsOf).filter(fields => fields.has('action'));
  const verdicts = recipients.map(fields => ({ verdict: verdictOf(fields), said: wordsOf(fields) }));
  const worst = (['hard', 'soft', 'done'] as const).flatMap(kind => verdicts.filter(it => it.verdict.kind === kind));
  return worst[0] ?? { verdict: { kind: 'soft', meaning: null }, said: '' };
}

function verdictOf(fields: ReadonlyMap<string, string>): Verdict {
  const meaning = meaningOfStatus((fields.get('status') ?? '').split(/[\s(]/, 1)[0]!);
  switch (fields.get('action')?.toLowerCase()) {
    case 'failed':
      // 4.x.x here: the server has tried for days and gives up. It failed, and the next one may arrive.
      return { kind: 'hard', meaning };
    case 'delivered':
      return { kind: 'done', meaning };
    default:
      return { kind: 'soft', meaning };
  }
}

function wordsOf(fields: ReadonlyMap<string, string>): string {
  const diagnostic = fields.get('diagnostic-code')?.replace(/^[a-z0-9-]+\s*;\s*/i, '');
  return (diagnostic ?? fields.get('status') ?? '').slice(0, SAID_CHARACTERS);
}

function fieldsOf(block: string): Map<string, string> {
  const lines = block.replace(/\n[ \t]+/g, ' ').split('\n');
  return new Map(
    lines.flatMap(line => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : [];
    }),
  );
}

/** The message that came back, or its headers. */
function original(part: Attachment): string {
  if (!['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers'].includes(part.mimeType)) return '';
  return /^message-id:[ \t]*(?:\r?\n[ \t]+)?(.*)$/im.exec(textOf(part))?.[1] ?? '';
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8');
}

function namedBy({ headers }: Email): string[] {
  return headers
    .filter(({ key }) => ['in-reply-to', 'references', 'x-failed-message-id'].includes(key))
    .map(({ value }) => value);
}

/** RFC 3834: whoever answers by itself and is no mail server says `auto-replied`, and does not write as one. */
function isFromMailServer({ headers, from }: Email): boolean {
  const value = (name: string) =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase() ?? '';
  if (value('auto-submitted').startsWith('auto-replied')) return false;
  const address = from?.address?.toLowerCase() ?? '';
  return value('return-path') === '<>' || /^(mailer-daemon|postmaster)(@|$)/.test(address);
}

function codeInProse(text: string): { code: string; line: string } | null {
  for (const line of text.split(/\r?\n/)) {
    const code = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(line)?.[0];
    if (code !== undefined) return { code, line: line.trim() };
  }
  return null;
}
