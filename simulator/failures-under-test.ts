import { ALL_FAILURES, type Rates } from './failures.ts';

/** So often that a story of a month holds every failure many times, which nobody who looks on would believe. */
export const EVERYTHING_FAILS: Rates = {
  ...ALL_FAILURES,
  'lost-publish': 0.04,
  'failed-upload': 0.08,
  'endless-calculation': 0.02,
  malformed: 0.03,
  disagreement: 0.03,
  'silent-system': 3,
  'nobody-takes': 1,
};
