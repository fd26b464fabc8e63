import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dockerBroker } from './rabbitmq-docker.ts';

// No engine: a `docker` that writes down how it was called, and answers to "inspect" what stands in the file `state`.
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-docker-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin/docker'),
    `#!/bin/sh
echo "$*" >> "${folder}/calls"
case "$1" in
  run) echo "$RABBITMQ_DEFAULT_USER $RABBITMQ_DEFAULT_PASS" > "${folder}/given"; echo 'true 4242' > "${folder}/state" ;;
  inspect) cat "${folder}/state" 2>/dev/null || { echo "Error: No such object: $4" >&2; exit 1; } ;;
esac
`,
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${join(folder, 'bin')}${delimiter}${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const settings = {
  node: 'n',
  user: 'orderwatch',
  password: 'the-secret',
  amqpPort: 1,
  managementPort: 2,
  prometheusPort: 3,
  distributionPort: 4,
  epmdPort: 5,
};
const state = (text: string) => writeFileSync(join(folder, 'state'), `${text}\n`);

test('the password is in the environment of docker, not on its command line', async () => {
  expect(await dockerBroker(folder, () => {}).launch(settings)).toBe(4242);
  expect(readFileSync(join(folder, 'given'), 'utf8')).toBe('orderwatch the-secret\n');
  const calls = readFileSync(join(folder, 'calls'), 'utf8');
  expect(calls).toContain('--env RABBITMQ_DEFAULT_PASS ');
  expect(calls).not.toContain('the-secret');
  expect(statSync(join(folder, 'docker')).isDirectory()).toBe(true);
});

test('it is alive for as long as the engine says so; its pid is none of this machine', async () => {
  const broker = dockerBroker(folder, () => {});
  const pid = 4_194_304;
  state(`true ${pid}`);
  expect(await broker.running(settings)).toBe(pid);
  expect(await broker.isAlive(pid)).toBe(true);
  state('false 0');
  expect(await broker.running(settings)).toBeNull();
  expect(await broker.isAlive(pid)).toBe(false);
  rmSync(join(folder, 'state'));
  expect(await broker.isAlive(pid)).toBe(false);
});

test('an engine that does not answer says nothing of the broker', async () => {
  writeFileSync(join(folder, 'bin/docker'), '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n');
  await expect(dockerBroker(folder, () => {}).isAlive(1)).rejects.toThrow('Cannot connect');
});
