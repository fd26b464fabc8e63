import type { EvidenceProvider } from '../evidence-provider.ts';
import type { TestRun } from '../evidence-readers.ts';
import { lengthInWords } from '../sentences.ts';
import { isJustBefore, isOf } from './deploys.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT } from './weights.ts';

/** The last tests of the system whose move is missing failed right before the trouble began. They explain nothing. */
export const failedTests: EvidenceProvider = {
  name: 'failed-tests',
  look: async ({ testRuns, at: now }, orders) =>
    ofEach('failed-tests', orders, order => {
      const before = testRuns.filter(run => isOf(run, order.owner) && isJustBefore(run, order));
      const run = before.find(one => one.result === 'failed' && isLast(one, before));
      if (!run) return null;
      const length = lengthInWords((order.limitAt ?? now) - run.at);
      const [suite, counts] = [run.suite === null ? '' : ` (${run.suite})`, countsOf(run)];
      return {
        kind: 'tests_failed',
        weight: CONTEXT,
        at: run.at,
        text: {
          en: `The tests${suite} of ${run.service} ${run.version} failed ${length.en} before it was late${counts.en}.`,
          ru: `${run.service} ${run.version}: тесты${suite} не прошли за ${length.ru} до опоздания${counts.ru}.`,
        },
        link: '/deploys?kind=tests',
        cause: null,
        blinds: false,
      };
    }),
};

/** Newest first: what was run again and passed is mended. */
function isLast(run: TestRun, before: readonly TestRun[]): boolean {
  return before.find(({ service, suite }) => service === run.service && suite === run.suite) === run;
}

function countsOf({ passed, failed }: TestRun): { en: string; ru: string } {
  if (failed === null) return { en: '', ru: '' };
  const of = passed === null ? { en: '', ru: '' } : { en: ` of ${passed + failed}`, ru: ` из ${passed + failed}` };
  return { en: `: ${failed}${of.en}`, ru: `: ${failed}${of.ru}` };
}
