/** What managers read every day and every week. Instants and durations are ISO 8601 texts; `ms` are milliseconds. */
export type DigestVariables = {
  kind: 'daily' | 'weekly';
  from: string;
  to: string;
  orders: { stuck: number; atRisk: number; overdue: number };
  incidents: {
    open: number;
    /** That somebody has taken on or put off. */
    taken: number;
    opened: number;
    closed: number;
    /** In the week before; null in the daily one. */
    before: { opened: number; closed: number } | null;
  };
  /** By the system whose move is missing. */
  owners: readonly { owner: string; stuck: number; atRisk: number }[];
  stuck: readonly StandingOrder[];
  atRisk: readonly StandingOrder[];
  overdue: readonly { id: string; status: string; promisedAt: string; lateMs: number }[];
  /** Open ones first, the longest first. */
  unresolved: readonly {
    id: string;
    title: string;
    isCritical: boolean;
    openMs: number;
    orders: number;
    /** Who has it; null: nobody. */
    by: string | null;
    takenMs: number | null;
  }[];
  /** That end within a day. */
  silences: readonly { reason: string; author: string; until: string }[];
  /** Messages that a person has to look at. */
  failed: { count: number; channels: readonly { channel: string; count: number }[] };
  dwell: readonly {
    status: string;
    stays: number;
    medianMs: number;
    p90Ms: number;
    /** Null: the status has no limits. */
    target: string | null;
    breach: string | null;
    isBusiness: boolean;
    /** In the week before; null: nothing left it then, or it is the daily one. */
    beforeMs: number | null;
  }[];
  /** Of the weekly one: how often rules were right in the last 90 days, as people said; the worst first. */
  precision: readonly {
    rule: string;
    title: string;
    real: number;
    notReal: number;
    /** Nothing was the matter but what we know. */
    ourData: number;
    unsaid: number;
    /** Of the real ones among those of which somebody has said. */
    percent: number;
    /** What would make it right more often, in one sentence in the reader's language; null: nothing is known. */
    suggestion: string | null;
  }[];
  partners: readonly { partner: string; orders: number; lateMs: number }[];
};

/** `limitMs`: past the limit that must be kept, or until it. */
type StandingOrder = { id: string; status: string; owner: string; ms: number; limitMs: number };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const SAMPLE_DIGEST: DigestVariables = {
  kind: 'weekly',
  from: '2026-11-16T06:00:00.000Z',
  to: '2026-11-23T06:00:00.000Z',
  orders: { stuck: 14, atRisk: 41, overdue: 2 },
  incidents: { open: 1, taken: 2, opened: 9, closed: 7, before: { opened: 4, closed: 5 } },
  owners: [
    { owner: 'mes', stuck: 12, atRisk: 30 },
    { owner: 'crm', stuck: 2, atRisk: 11 },
  ],
  stuck: [
    { id: 'ORD-1042', status: 'SUBMITTED', owner: 'mes', ms: 50 * HOUR, limitMs: 26 * HOUR },
    { id: 'ORD-1039', status: 'MANUFACTURING_STARTED', owner: 'mes', ms: 22 * DAY, limitMs: 30 * HOUR },
    { id: 'ORD-1051', status: 'SUBMITTED', owner: 'mes', ms: 25 * HOUR, limitMs: HOUR },
  ],
  atRisk: [{ id: 'ORD-1088', status: 'PACKAGING', owner: 'crm', ms: 7 * HOUR, limitMs: 95 * 60_000 }],
  overdue: [{ id: 'ORD-0997', status: 'PACKAGING', promisedAt: '2026-11-20T18:00:00.000Z', lateMs: 60 * HOUR }],
  unresolved: [
    {
      id: '31',
      title: 'Orders have been waiting for their price for more than 24 hours',
      isCritical: true,
      openMs: 26 * HOUR,
      orders: 14,
      by: null,
      takenMs: null,
    },
    {
      id: '28',
      title: 'Nobody takes approved orders',
      isCritical: false,
      openMs: 3 * DAY,
      orders: 2,
      by: 'Olga',
      takenMs: 2 * DAY,
    },
  ],
  silences: [{ reason: 'The MES is updated', author: 'Boris', until: '2026-11-23T15:00:00.000Z' }],
  failed: {
    count: 4,
    channels: [
      { channel: 'email', count: 3 },
      { channel: 'sms', count: 1 },
    ],
  },
  dwell: [
    {
      status: 'SUBMITTED',
      stays: 212,
      medianMs: 35 * 60_000,
      p90Ms: 3 * HOUR,
      target: 'PT1H',
      breach: 'PT24H',
      isBusiness: false,
      beforeMs: 28 * 60_000,
    },
    {
      status: 'MANUFACTURING_STARTED',
      stays: 97,
      medianMs: 9 * DAY,
      p90Ms: 14 * DAY,
      target: 'P2W',
      breach: 'P3W',
      isBusiness: false,
      beforeMs: 8 * DAY,
    },
  ],
  precision: [
    {
      rule: 'price-missing',
      title: 'Orders have been waiting for their price for more than 24 hours',
      real: 9,
      notReal: 12,
      ourData: 3,
      unsaid: 4,
      percent: 38,
      suggestion: 'With a limit of 3 h it would have raised 12 instead of 37, and missed no order that was late.',
    },
    {
      rule: 'queue-full',
      title: 'A queue fills up',
      real: 7,
      notReal: 1,
      ourData: 0,
      unsaid: 0,
      percent: 88,
      suggestion: null,
    },
  ],
  partners: [{ partner: 'acme', orders: 5, lateMs: 26 * HOUR }],
};
