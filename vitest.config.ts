import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

// A file's name says what it costs: `*.pg.test.ts` needs PostgreSQL, `*.mq.test.ts` RabbitMQ, `*.page.test.ts` a browser
// and the built console, `test/acceptance/` the whole system. All others are pure, and run without waiting for any server.
const NEED_SERVERS = ['**/*.pg.test.ts', '**/*.mq.test.ts', '**/*.page.test.ts', 'test/acceptance/**/*.test.ts'];
const NOT_OURS = ['**/node_modules/**', '**/.orderwatch/**', 'console/dist/**'];

// No test changes what another file could see, so a worker loads what they share once.
const limits = {
  isolate: false,
  setupFiles: ['test/support/same-cases.ts'],
  // Programs that tests start have been compiled by the first of them: half a second instead of more than one.
  env: { NODE_COMPILE_CACHE: new URL('.orderwatch/compile-cache', import.meta.url).pathname },
  // Whoever waits does so for a condition, never for a time: patience costs nothing where it is not needed, and a machine
  // that is slow for a minute is no fault of ours. Pictures for a look take longer still.
  testTimeout: process.env.LOOK ? 600_000 : 180_000,
  hookTimeout: 180_000,
  teardownTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
  retry: 0,
};

export default defineConfig({
  test: {
    // More than the cores of a small machine: some wait for servers and clocks while others compute.
    maxWorkers: 4,
    sequence: { sequencer: SlowestFirst },
    reporters: ['default', './test/support/tally.ts'],
    projects: [
      {
        test: {
          ...limits,
          name: 'pure',
          include: ['**/*.test.ts'],
          exclude: [...NOT_OURS, ...NEED_SERVERS],
        },
      },
      {
        test: {
          ...limits,
          name: 'servers',
          include: NEED_SERVERS,
          exclude: NOT_OURS,
          globalSetup: ['test/support/servers.ts', 'test/support/browser.ts'],
        },
      },
    ],
  },
});
