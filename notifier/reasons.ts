/** Why handing over failed, and what a person reads of it; providers' codes are translated into these (channels/). */
export const FAILURE_REASONS = {
  invalid_address: 'The address or number does not exist',
  opted_out: 'The recipient has opted out',
  blocked: 'The recipient has blocked us',
  mailbox_full: 'The mailbox is full',
  unreachable: 'The phone is switched off or out of reach',
  no_route: 'The provider does not deliver to this number',
  filtered: 'The carrier or the mail server took it for spam',
  refused: 'The provider refused it',
  too_many: 'The provider asks for fewer messages',
  provider_down: 'The provider does not answer or is out of order',
  bad_credentials: 'The provider does not accept our credentials',
  bad_sender: 'The provider does not accept our sender',
  too_large: 'The provider finds it too large',
  our_fault: 'Orderwatch could not make this message',
} as const;
export type FailureReason = keyof typeof FAILURE_REASONS;

/** Why nothing was sent, on purpose. */
export const DROP_REASONS = {
  superseded: 'The order has moved on since',
  expired: 'It would have come too late to be of use',
  suppressed: 'This address takes no messages from us',
  unwanted: 'The recipient does not want messages of this kind',
  no_address: 'No address or number is known',
  not_allowed: 'The address is not on the list of those allowed here',
  replaced: 'It went out over another channel',
  forgotten: 'The recipient was forgotten',
  by_hand: 'Somebody decided so',
  unsure: 'What we know of the order may be late, or somebody has to say first whether customers are told',
  frozen: 'The order is frozen',
  ended: 'The order has come to its end',
  acknowledged: 'Somebody has taken the incident on',
  resolved: 'The incident is over',
  our_fault: 'Orderwatch could not make this message',
} as const;
export type DropReason = keyof typeof DROP_REASONS;

/** Why a message waits longer than it would have to. */
export const WAIT_REASONS = {
  quiet_hours: 'It is night where the recipient lives',
  recipient_limit: 'The recipient got many messages lately',
  provider_down: 'The provider does not answer',
} as const;
export type WaitReason = keyof typeof WAIT_REASONS;

export const SUPPRESSION_REASONS = ['opted_out', 'hard_bounce', 'complaint', 'invalid_address', 'blocked'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];
