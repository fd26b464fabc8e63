import { defineConfig } from 'vitest/config';

// A file's name says what it costs: `*.pg.test.ts` needs PostgreSQL, `*.mq.test.ts` RabbitMQ, `*.page.test.ts` a browser
// and the built console, `test/acceptance/` the whole system. All others are pure, and run without waiting for any server.
const NEED_SERVERS = ['**/*.pg.test.ts', '**/*.mq.test.ts', '**/*.page.test.ts', 'test/acceptance/**/*.test.ts'];
const NOT_OURS = ['**/node_modules/**', '**/.orderwatch/**', 'console/dist/**'];

// No test changes what another file could see, so a worker loads what they share once.
const limits = {
  isolate: false,
  // Programs that tests start have been compiled by the first of them: half a second instead of more than one.
  env: { NODE_COMPILE_CACHE: new URL('.orderwatch/compile-cache', import.meta.url).pathname },
  // Pictures for a look take their time.
  testTimeout: process.env.LOOK ? 300_000 : 30_000,
  hookTimeout: 30_000,
  teardownTimeout: 60_000,
  retry: 0,
};

export default defineConfig({
  test: {
    maxWorkers: 3,
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
