import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Those that take longest, longest first. Of two neighbours one rather waits for a server to start or a minute to pass,
 * and the other one computes.
 */
const LONG = [
  'simulator/story.test.ts',
  'notifier/template-files.test.ts',
  'platform/embedded/embedded.mq.test.ts',
  'test/acceptance/told-once.test.ts',
  'test/acceptance/console.test.ts',
  'simulator/truth.mq.test.ts',
  'platform/embedded/embedded.pg.test.ts',
  'test/acceptance/kill.test.ts',
  'test/acceptance/incident.test.ts',
  'test/acceptance/observed.test.ts',
  'alerts/whole-story-replicas.pg.test.ts',
  'app/up.mq.test.ts',
  'alerts/whole-story-deaths.pg.test.ts',
  'test/acceptance/demo.test.ts',
  'alerts/whole-story.pg.test.ts',
  'collector/intake.mq.test.ts',
  'test/acceptance/one-trace.test.ts',
  'console/order/order.page.test.ts',
  'collector/dead-letters/dead-letter-look.mq.test.ts',
  'test/acceptance/up.test.ts',
  'simulator/live.mq.test.ts',
  'test/acceptance/order-trace.test.ts',
  'console/orders/orders.page.test.ts',
  'collector/watch/rabbitmq-watcher.mq.test.ts',
  'console/settings/settings.page.test.ts',
  'console/on-call/on-call.page.test.ts',
  'alerts/backtest/as-it-was.pg.test.ts',
];

/** A long file that begins last runs alone at the end. A clean clone knows of none how long it took. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rank = ({ project, moduleId }: TestSpecification) => {
      const nth = LONG.findIndex(path => moduleId.endsWith(`/${path}`));
      return projects.indexOf(project.name) * 1_000 + (nth < 0 ? LONG.length : nth);
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
