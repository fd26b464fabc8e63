/** The template that calls somebody to an incident: of no use once somebody has taken it on. */
export const INCIDENT_TEMPLATE = 'incident';

/** That it is over, and what somebody is answered who wanted something of one. */
export const RESOLVED_TEMPLATE = 'incident-resolved';
export const TAKEN_TEMPLATE = 'incident-taken';

/** What managers are told of an incident. Instants and durations are ISO 8601 texts. */
export type IncidentVariables = {
  incident: {
    id: string;
    /** What is wrong, in one sentence in the reader's language, with the queue, source or partner that it is about. */
    title: string;
    severity: 'info' | 'warning' | 'critical';
    openedAt: string;
    /** That was passed; null for a rule that has none. */
    limit: string | null;
    /** What most likely caused it, in one sentence; null where nothing points anywhere. */
    cause: string | null;
    /** Why what we know may be late or wrong, in one sentence; null: nothing speaks against it. */
    suspect: string | null;
    /** Customers are told of delays of its orders only when somebody says so. */
    customersHeld: boolean;
    /** What the numbers are where it is about no orders, in one sentence in the reader's language; else null. */
    detail: string | null;
  };
  orders: {
    count: number;
    /** Those that have waited longest, ten at most. */
    first: readonly {
      id: string;
      status: string;
      since: string;
      /** What is wrong with it, in one sentence, where it is more than how long it has been in its status; else null. */
      detail: string | null;
      /** How long such stays usually are beside this one, in the reader's language; null while too little is known. */
      usual: string | null;
    }[];
    /** How many there are beside them. */
    more: number;
  };
  /** Who has been told before. */
  told: readonly { name: string; at: string }[];
  links: { acknowledge: string | null; open: string | null };
};

/** What those who were told of it are told when it is over. Its orders are all that it was ever about. */
export type ResolvedVariables = Omit<IncidentVariables, 'links'> & {
  resolved: {
    at: string;
    /** A person; null: by itself. */
    by: string | null;
    /** Nobody has said yet whether it was real. */
    asks: boolean;
  };
  links: IncidentVariables['links'] & {
    /** Where they say so. */
    verdict: string | null;
  };
};

/**
 * What somebody is answered who took an incident on, put it off, closed it or said whether it was real by a message of
 * their own.
 */
export type TakenVariables = {
  incident: {
    id: string;
    /** Null: there is none of this number. */
    title: string | null;
  };
  answer: {
    /** `has`: somebody else had taken it on before, and still has it. */
    kind: 'taken' | 'has' | 'put_off' | 'closed' | 'said' | 'over' | 'unknown';
    /** Whose message it was; of `has`, who has it. */
    by: string;
    until: string | null;
    /** Of `said`. */
    verdict: 'real' | 'not_real' | 'our_data' | null;
    /** Nobody has said yet whether it was real, and they are about to know. */
    asks: boolean;
  };
};

const USUAL = 'usually 35 min (p90 3 h), this one 1 d 2 h';

export const SAMPLE_INCIDENT: IncidentVariables = {
  incident: {
    id: '31',
    title: 'Orders have been waiting for their price for more than 24 hours',
    severity: 'critical',
    openedAt: '2026-11-20T09:50:00.000Z',
    limit: 'PT24H',
    cause: 'The MES has not said anything since 09:50.',
    suspect: 'The MES fell silent at 09:50.',
    customersHeld: true,
    detail: 'In the queue mes.calc 1,204 messages wait, and nobody takes them.',
  },
  orders: {
    count: 14,
    first: [
      { id: 'ORD-1042', status: 'SUBMITTED', since: '2026-11-19T07:12:00.000Z', detail: null, usual: USUAL },
      { id: 'ORD-1039', status: 'SUBMITTED', since: '2026-11-19T08:40:00.000Z', detail: null, usual: null },
      { id: 'ORD-1051', status: 'SUBMITTED', since: '2026-11-19T09:05:00.000Z', detail: null, usual: null },
    ],
    more: 11,
  },
  told: [
    { name: 'Support', at: '2026-11-20T10:12:00.000Z' },
    { name: 'Olga', at: '2026-11-20T11:12:00.000Z' },
  ],
  links: {
    acknowledge: 'https://orders.shop.example/ack/eyJpIjozMX0',
    open: 'https://orders.shop.example/incidents/31',
  },
};

export const SAMPLE_RESOLVED: ResolvedVariables = {
  ...SAMPLE_INCIDENT,
  told: [],
  links: { acknowledge: null, open: SAMPLE_INCIDENT.links.open, verdict: SAMPLE_INCIDENT.links.acknowledge },
  resolved: { at: '2026-11-20T13:05:00.000Z', by: 'Olga', asks: true },
};

export const SAMPLE_TAKEN: TakenVariables = {
  incident: { id: '31', title: SAMPLE_INCIDENT.incident.title },
  answer: { kind: 'taken', by: 'Olga', until: '2026-11-23T06:00:00.000Z', verdict: 'real', asks: true },
};
