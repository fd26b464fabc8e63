/** What a partner is told whose webhook was switched off. Instants are ISO 8601 texts. */
export type EndpointVariables = {
  partner: { id: string };
  endpoint: {
    /** Without path and query, which may hold a secret. */
    host: string;
    failingSince: string;
    /** What was wrong the last time, in plain words; null where nobody knows. */
    problem: string | null;
  };
};

export const SAMPLE_ENDPOINT: EndpointVariables = {
  partner: { id: 'acme' },
  endpoint: {
    host: 'hooks.acme.example',
    failingSince: '2026-11-15T09:12:00.000Z',
    problem: 'The provider does not answer or is out of order',
  },
};
