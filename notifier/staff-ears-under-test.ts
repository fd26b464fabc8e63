import type { StaffEars } from './staff-ears.ts';

/** Where nobody of the company is written to. */
export const nobodyListens: StaffEars = {
  onReply: async () => false,
  onTelegramPress: async () => null,
  onSlackPress: async () => false,
};
