import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signal } from './process.ts';
import { localBroker } from './rabbitmq-node.ts';

const SETTINGS = {
  node: 'orderwatch-test@localhost',
  user: 'orderwatch',
  password: 'secret',
  amqpPort: 1,
  managementPort: 2,
  prometheusPort: 3,
  distributionPort: 4,
  epmdPort: 5,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-node-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a broker is not taken for gone in the moment in which it writes its pid file anew', async () => {
  const script = join(folder, 'server');
  writeFileSync(script, '#!/bin/sh\nexec sh -c "sleep 60; exit" sh "$@"\n', { mode: 0o700 });
  const broker = localBroker(script, folder);
  const pid = await broker.launch(SETTINGS);
  try {
    expect(await broker.running(SETTINGS)).toBe(pid);
    writeFileSync(join(folder, 'pid'), '');
    const found = broker.running(SETTINGS);
    writeFileSync(join(folder, 'pid'), `${pid}\n`);
    expect(await found).toBe(pid);
    writeFileSync(join(folder, 'pid'), `${process.pid}`);
    expect(await broker.running(SETTINGS)).toBeNull();
  } finally {
    signal(-pid, 'SIGKILL');
  }
});
