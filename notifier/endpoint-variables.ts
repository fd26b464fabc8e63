/** What a partner is told whose webhook was switched off. Instants are ISO 8601 texts. */
export type EndpointVariables = {
  partner: string;
  /** Null where it is not declared any more. */
  url: string | null;
  failingSince: string;
  disabledAt: string;
};

export const SAMPLE_ENDPOINT: EndpointVariables = {
  partner: 'acme',
  url: 'https://hooks.acme.example/orderwatch',
  failingSince: '2026-11-15T09:12:00.000Z',
  disabledAt: '2026-11-20T09:14:00.000Z',
};
