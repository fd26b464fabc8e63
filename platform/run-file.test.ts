import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunFile, readRunFile, removeRunFile, writeRunFile } from './run-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'orderwatch-run-file-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const running = (pid: number): RunFile => ({
  pid,
  httpUrl: 'http://127.0.0.1:8080',
  opsUrl: 'http://127.0.0.1:9464',
  amqpUrl: 'amqp://127.0.0.1:5672',
  managementUrl: 'http://127.0.0.1:15672',
  databaseUrl: 'postgresql://127.0.0.1:5432/orderwatch',
  adminKey: 'secret',
  configurationFile: '/etc/orderwatch.yaml',
});

const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

test('what was written is read again, and only its owner may read it', () => {
  writeRunFile(home, running(process.pid));
  expect(readRunFile(home)).toEqual(running(process.pid));
  expect(statSync(join(home, 'run.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).toEqual(['run.json']);
});

test('nothing runs when there is no file', () => {
  expect(readRunFile(home)).toBeNull();
});

test('nothing runs when the process of the file is dead', () => {
  writeRunFile(home, running(deadPid()));
  expect(readRunFile(home)).toBeNull();
});

test.each(['', '{"pid":', 'null', '7', '{}', '{"pid":"1"}'])('nothing runs when the file holds %j', content => {
  writeFileSync(join(home, 'run.json'), content);
  expect(readRunFile(home)).toBeNull();
  removeRunFile(home);
});

test('nothing runs when the file can not be read', () => {
  mkdirSync(join(home, 'run.json'));
  expect(readRunFile(home)).toBeNull();
});

test("only one's own file is removed", () => {
  writeRunFile(home, running(process.ppid));
  removeRunFile(home);
  expect(existsSync(join(home, 'run.json'))).toBe(true);
  writeRunFile(home, running(process.pid));
  removeRunFile(home);
  expect(existsSync(join(home, 'run.json'))).toBe(false);
});
