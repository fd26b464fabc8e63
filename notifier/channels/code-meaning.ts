import type { FailureReason, SuppressionReason } from '../reasons.ts';

/** What a provider's code means to us. */
export type CodeMeaning = {
  /** The same message may get through later. */
  retry: boolean;
  reason: FailureReason;
  /** Nothing else will arrive at the address either. */
  suppress: SuppressionReason | null;
};
