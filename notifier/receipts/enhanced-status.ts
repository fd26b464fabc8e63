import type { FailureReason } from '../reasons.ts';

// RFC 3463, as mail servers use them; by the whole code after the class, then by its subject.
const BY_CODE: Readonly<Record<string, FailureReason>> = {
  '1.0': 'invalid_address',
  '1.1': 'invalid_address',
  '1.2': 'invalid_address',
  '1.3': 'invalid_address',
  '1.4': 'invalid_address',
  '1.6': 'invalid_address',
  '1.7': 'bad_sender',
  '1.8': 'bad_sender',
  '1.10': 'invalid_address',
  '2.1': 'invalid_address',
  '2.2': 'mailbox_full',
  '2.3': 'too_large',
  '3.4': 'too_large',
  '4.1': 'unreachable',
  '4.7': 'unreachable',
  '7.8': 'bad_credentials',
  '7.9': 'bad_credentials',
};

const BY_SUBJECT: Readonly<Record<string, FailureReason>> = { '6': 'our_fault', '7': 'filtered' };

export type EnhancedStatus = {
  /** 2 done, 4 may still become something, 5 for good. */
  class: 2 | 4 | 5;
  reason: FailureReason;
  /** The address itself takes no mail, whatever the next one says. */
  isAddressBad: boolean;
};

/** `5.1.1` or `4.2.2`; null for what is no enhanced status code. */
export function readEnhancedStatus(text: string): EnhancedStatus | null {
  const found = /^([245])\.(\d{1,3})\.(\d{1,3})$/.exec(text.trim());
  if (!found) return null;
  const [, severity, subject, detail] = found as unknown as [string, string, string, string];
  const reason = BY_CODE[`${subject}.${detail}`] ?? BY_SUBJECT[subject] ?? 'refused';
  return {
    class: Number(severity) as EnhancedStatus['class'],
    reason,
    isAddressBad: severity === '5' && reason === 'invalid_address',
  };
}
