import { expect, test } from 'vitest';
import { BASIC_CODES, ENHANCED_CODES, meaningOfStatus, smtpVerdict } from './smtp-answers.ts';

const words = (status: string) => {
  const meaning = meaningOfStatus(status);
  return (
    meaning &&
    [meaning.retry ? 'later' : 'never', meaning.reason, ...(meaning.suppress ? [meaning.suppress] : [])].join(' ')
  );
};

test.each([
  ['5.0.0', 'never refused'],
  ['5.1.0', 'never refused'],
  ['5.1.1', 'never invalid_address invalid_address'],
  ['5.1.2', 'never invalid_address invalid_address'],
  ['5.1.3', 'never invalid_address invalid_address'],
  ['5.1.6', 'never invalid_address invalid_address'],
  ['5.1.10', 'never invalid_address invalid_address'],
  ['4.1.1', 'later refused'],
  ['5.1.7', 'never bad_sender'],
  ['5.1.8', 'never bad_sender'],
  ['5.2.0', 'never refused'],
  ['5.2.1', 'never invalid_address invalid_address'],
  ['4.2.1', 'later too_many'],
  ['4.2.2', 'later mailbox_full'],
  ['5.2.2', 'never mailbox_full'],
  ['5.2.3', 'never too_large'],
  ['5.2.4', 'never refused'],
  ['5.3.0', 'never refused'],
  ['4.3.1', 'later provider_down'],
  ['4.3.2', 'later provider_down'],
  ['5.3.4', 'never too_large'],
  ['4.4.1', 'later provider_down'],
  ['4.4.7', 'later provider_down'],
  ['5.4.1', 'never refused'],
  ['5.4.4', 'never no_route'],
  ['4.5.3', 'later too_many'],
  ['4.5.1', 'later provider_down'],
  ['5.5.2', 'never our_fault'],
  ['5.6.0', 'never refused'],
  ['5.6.7', 'never refused'],
  ['5.7.0', 'never filtered'],
  ['5.7.1', 'never filtered'],
  ['4.7.0', 'later refused'],
  ['4.7.1', 'later refused'],
  ['4.7.28', 'later too_many'],
  ['5.7.8', 'later bad_credentials'],
  ['5.7.9', 'later bad_credentials'],
  ['5.7.11', 'later bad_credentials'],
  ['4.7.12', 'later bad_credentials'],
  ['5.7.13', 'later bad_credentials'],
  ['5.7.14', 'later bad_credentials'],
  ['5.7.20', 'never bad_sender'],
  ['5.7.21', 'never bad_sender'],
  ['5.7.22', 'never bad_sender'],
  ['5.7.23', 'never bad_sender'],
  ['5.7.24', 'never bad_sender'],
  ['5.7.25', 'never bad_sender'],
  ['5.7.26', 'never bad_sender'],
  ['5.7.27', 'never bad_sender'],
  ['4.9.9', 'later refused'],
  ['5.999.999', 'never refused'],
  ['2.0.0', null],
  ['3.1.1', null],
  ['5.1', null],
  ['nonsense', null],
])('%s is %s', (status, expected) => {
  expect(words(status)).toBe(expected);
});

test('every line of the table is reached by a status of its own', () => {
  const example = (code: string) => (code.startsWith('x') ? `5${code.slice(1)}` : code).replaceAll('x', '99');
  for (const [code, { reason }] of ENHANCED_CODES)
    expect([code, meaningOfStatus(example(code))?.reason]).toEqual([code, reason]);
});

const answer = (responseCode: number, command: string, text = 'said') =>
  smtpVerdict(Object.assign(new Error('Failed'), { responseCode, command, response: `${responseCode} ${text}` }), true);

const BASIC = [
  [421, 'RCPT TO', 'transient', 'provider_down'],
  [421, 'CONN', 'transient', 'provider_down'],
  [450, 'RCPT TO', 'transient', 'refused'],
  [451, 'RCPT TO', 'transient', 'refused'],
  [451, 'EHLO', 'transient', 'provider_down'],
  [452, 'RCPT TO', 'transient', 'mailbox_full'],
  [452, 'MAIL FROM', 'transient', 'provider_down'],
  [454, 'MAIL FROM', 'transient', 'provider_down'],
  [455, 'RCPT TO', 'transient', 'refused'],
  [432, 'RCPT TO', 'transient', 'provider_down'],
  [500, 'DATA', 'permanent', 'our_fault'],
  [501, 'RCPT TO', 'permanent', 'invalid_address'],
  [501, 'MAIL FROM', 'permanent', 'bad_sender'],
  [501, 'DATA', 'permanent', 'our_fault'],
  [503, 'RCPT TO', 'transient', 'provider_down'],
  [521, 'RCPT TO', 'permanent', 'refused'],
  [530, 'MAIL FROM', 'transient', 'bad_credentials'],
  [534, 'AUTH PLAIN', 'transient', 'bad_credentials'],
  [535, 'AUTH PLAIN', 'transient', 'bad_credentials'],
  [538, 'AUTH PLAIN', 'transient', 'bad_credentials'],
  [550, 'RCPT TO', 'permanent', 'invalid_address'],
  [550, 'MAIL FROM', 'permanent', 'bad_sender'],
  [550, 'DATA', 'permanent', 'filtered'],
  [551, 'RCPT TO', 'permanent', 'no_route'],
  [552, 'RCPT TO', 'permanent', 'mailbox_full'],
  [552, 'DATA', 'permanent', 'too_large'],
  [553, 'RCPT TO', 'permanent', 'invalid_address'],
  [553, 'MAIL FROM', 'permanent', 'bad_sender'],
  [554, 'RCPT TO', 'permanent', 'refused'],
  [554, 'DATA', 'permanent', 'filtered'],
  [554, 'CONN', 'transient', 'provider_down'],
  [599, 'RCPT TO', 'permanent', 'refused'],
] as const;

test.each(BASIC)('%i alone, at %s, is %s, %s', (code, command, kind, reason) => {
  expect(answer(code, command)).toMatchObject({ kind, reason });
});

test('no basic code of the table is left out here', () => {
  const shown = new Set<number>(BASIC.map(([code]) => code));
  expect([...BASIC_CODES.keys()].filter(code => !shown.has(code))).toEqual([]);
});

test('the enhanced code says more than the basic one, which says whether to try again', () => {
  expect(answer(550, 'RCPT TO', '5.7.1 said')).toMatchObject({ kind: 'permanent', reason: 'filtered', suppress: null });
  expect(answer(450, 'RCPT TO', '5.1.1 said')).toMatchObject({ kind: 'transient', reason: 'invalid_address' });
  expect(answer(550, 'RCPT TO', '4.2.2 said')).toMatchObject({ kind: 'permanent', reason: 'mailbox_full' });
});

test.each([
  ['EAUTH', 'transient', 'transient', 'bad_credentials'],
  ['ENOAUTH', 'transient', 'transient', 'bad_credentials'],
  ['ECONNECTION', 'transient', 'unknown', 'provider_down'],
  ['ETIMEDOUT', 'transient', 'unknown', 'provider_down'],
  ['ESOCKET', 'transient', 'unknown', 'provider_down'],
  ['EDNS', 'transient', 'unknown', 'provider_down'],
  ['ETLS', 'transient', 'unknown', 'provider_down'],
  ['EABORT', 'transient', 'unknown', 'provider_down'],
  ['EENVELOPE', 'permanent', 'permanent', 'invalid_address'],
  ['EMESSAGE', 'permanent', 'permanent', 'too_large'],
  ['ESTREAM', 'permanent', 'permanent', 'our_fault'],
])('%s is %s before the mail has left, and %s after', (code, before, after, reason) => {
  const error = Object.assign(new Error('Failed'), { code });
  expect(smtpVerdict(error, false)).toMatchObject({ kind: before, reason });
  expect(smtpVerdict(error, true)).toMatchObject(after === 'unknown' ? { kind: 'unknown' } : { kind: after, reason });
});

test("a server's words are kept in one line, and no more than a person would read", () => {
  const { said } = answer(550, 'RCPT TO', `5.1.1 No\r\nsuch\t user ${'x'.repeat(9_000)}`);
  expect(said).toMatch(/^550 5\.1\.1 No such user x+…$/);
  expect(said).toHaveLength(500);
});
