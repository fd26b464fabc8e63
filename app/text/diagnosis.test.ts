import { expect, test } from 'vitest';
import { describeDiagnosis } from './diagnosis.ts';

const both = (en: string) => ({ en, ru: en });
const seen = { weight: 0, at: null, link: null, cause: null };

test('what is the matter first, then what was seen, what explains it marked', () => {
  expect(
    describeDiagnosis({
      orderId: 'ORD-1042',
      status: 'SUBMITTED',
      since: '2026-11-20T09:00:00.000Z',
      asOf: '2026-11-20T11:00:00.000Z',
      verdict: both('mes is silent.'),
      cause: { key: 'silence:mes', text: both('mes is silent.'), shared: true },
      suspect: both('Nothing from mes for 2 h.'),
      usual: {
        ...{ p50: 'PT720S', p90: 'PT1800S', samples: 412, basis: 'lifecycle' },
        inWords: both('usually 12 min (p90 30 min), this one 2 h'),
      },
      expected: { from: null, to: null, likely: null, basis: null, samples: 0 },
      evidence: [
        {
          ...seen,
          kind: 'source_silent',
          at: '2026-11-20T09:00:00.000Z',
          text: both('Nothing from mes for 2 h.'),
          cause: 'silence:mes',
        },
        {
          ...seen,
          kind: 'shared_by',
          text: both('Late, too: 14 other orders.'),
          link: '/orders?status=SUBMITTED&atRisk=true',
        },
      ],
      noEvidence: false,
    }),
  ).toBe(`ORD-1042: SUBMITTED for 2 h
  mes is silent.

  cause   silence:mes
  unsure  Nothing from mes for 2 h.
  stay    usually 12 min (p90 30 min), this one 2 h; of 412 stays of all orders

What was seen (UTC)
  !  2026-11-20 09:00:00, 2 h ago  Nothing from mes for 2 h.
                                   Late, too: 14 other orders.
                                   → /orders?status=SUBMITTED&atRisk=true`);
});
