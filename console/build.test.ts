import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('where only what runs is installed, an install does not fail for want of the tools', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'console'));
  const copy = join(folder, 'console/build.mjs');
  copyFileSync(new URL('build.mjs', import.meta.url), copy);
  // Throws when it ends with anything but 0.
  expect(execFileSync(process.execPath, [copy], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
});
