import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

// No Docker here: what the Dockerfile copies is copied into a folder, and the program runs there.
const root = fileURLToPath(new URL('..', import.meta.url));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'));

const image = mkdtempSync(join(tmpdir(), 'orderwatch-image-'));
afterAll(() => rmSync(image, { recursive: true }));

const finalStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const copied = [...finalStage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources!.split(' '));
for (const source of copied) {
  cpSync(join(root, source), join(image, source), { recursive: true, filter: path => isSent(path.slice(root.length)) });
}
symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));

/** The last pattern that matches counts; a folder stands for what is in it, and `*` for everything, as Docker reads it. */
function isSent(path: string): boolean {
  const last = ignored.findLast(pattern => {
    const glob = pattern.replace(/^!/, '');
    return glob === '*' || matchesGlob(path, glob) || matchesGlob(path, `${glob}/**`);
  });
  return last?.startsWith('!') ?? true;
}

test('the image holds all that the program needs', () => {
  const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: image, encoding: 'utf8' });
  node('--input-type=module', '-e', 'await import("./app/compose.ts"); await import("./app/program.ts")');
  // Reads the reference case and everything that checks it.
  expect(node('app/orderwatch.cjs', 'check')).not.toBe('');
});

test('and no tests, secrets or data', () => {
  for (const path of [
    '.env',
    '.env.local',
    '.git/config',
    'bench/run.ts',
    '.orderwatch/run.json',
    'app/config.test.ts',
  ]) {
    expect(isSent(path), path).toBe(false);
  }
  for (const path of ['app/main.ts', 'tracker/migrations/0001_ledger.sql', 'package.json', '.npmrc']) {
    expect(isSent(path), path).toBe(true);
  }
});

test('the console is built in a stage that has all it needs, and only what was built goes into the image', () => {
  const [, stage] = /\n(FROM \S+ AS console\n[\s\S]*?)\nFROM /.exec(dockerfile) ?? [];
  expect(stage).toMatch(/^RUN npm ci (?!.*--omit)/m);
  expect(stage).toMatch(/^COPY console console\nRUN node console\/build\.mjs$/m);
  expect(finalStage).toContain('COPY --from=console /app/console/dist console/dist\n');
  expect([isSent('console/main.tsx'), isSent('console/dist/index.html')]).toEqual([true, false]);
});

test('is not run by root, has an init and looks after its health', () => {
  expect(finalStage).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
  expect(finalStage).toMatch(/^ENTRYPOINT \["\/usr\/bin\/tini", "--", "node",/m);
  expect(finalStage).toMatch(/^HEALTHCHECK .*\n {2}CMD \["node", "-e", /m);
});

test('runs with the flags of npm start', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, entry] = /^ENTRYPOINT (\[.*\])$/m.exec(finalStage) ?? [];
  const [, command] = /^CMD (\[.*\])$/m.exec(finalStage) ?? [];
  const program = [...(JSON.parse(entry!) as string[]).slice(2), ...(JSON.parse(command!) as string[])].join(' ');
  expect(scripts.start).toBe(`exec ${program}`);
});
