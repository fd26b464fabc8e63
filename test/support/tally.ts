import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Leaves `<passed> <failed>` of the whole run in `.orderwatch/tally`, for `.ci/run`. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        if (state === 'failed') failed++;
      }
      // A file that could not be loaded, or a hook that failed, has no test to show for it.
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    mkdirSync('.orderwatch', { recursive: true });
    writeFileSync('.orderwatch/tally', `${passed} ${failed}\n`);
  }
}
