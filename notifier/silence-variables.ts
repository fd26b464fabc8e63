/** What the author of a silence is told before it ends. Instants are ISO 8601 texts. */
export type SilenceVariables = {
  silence: {
    id: string;
    /** What nobody is told of, as it was named; null for everything. */
    about: string | null;
    reason: string;
    from: string;
    until: string;
  };
  /** How many incidents wait for its end. */
  held: number;
};

export const SAMPLE_SILENCE: SilenceVariables = {
  silence: {
    id: '7',
    about: 'price-missing, acme',
    reason: 'The MES is being moved to another data centre',
    from: '2026-11-20T09:00:00.000Z',
    until: '2026-11-21T09:00:00.000Z',
  },
  held: 3,
};
