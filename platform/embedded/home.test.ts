import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HomeInUse, holdHome, openHome, privateFolder, readJson, writeJson } from './home.ts';
import { startMark } from './process.ts';

let home: string;
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'orderwatch-home-')), 'below');
});
afterEach(() => rmSync(join(home, '..'), { recursive: true }));

const lock = () => join(home, 'lock');

test('the lock goes with the last release, and a release counts once', () => {
  const first = holdHome(home);
  const second = holdHome(home);
  first();
  first();
  expect(existsSync(lock())).toBe(true);
  second();
  expect(readdirSync(home)).toEqual([]);
});

test('a living holder is respected', () => {
  holdHome(home)();
  writeFileSync(lock(), JSON.stringify({ pid: process.ppid, started: startMark(process.ppid) }));
  expect(() => holdHome(home)).toThrow(HomeInUse);
  expect(existsSync(lock())).toBe(true);
});

test.each([
  ['of a dead process', { pid: 4_194_304, started: '1' }],
  ['whose pid belongs to a later process', { pid: process.ppid, started: 'long ago' }],
  ['that holds nonsense', 'half a lo'],
])('a lock %s is taken over', (_name, content) => {
  holdHome(home)();
  writeFileSync(lock(), typeof content === 'string' ? content : JSON.stringify(content));
  holdHome(home)();
  expect(readdirSync(home)).toEqual([]);
});

test('a home has one true path, whatever leads to it', () => {
  mkdirSync(home);
  symlinkSync(home, `${home}-link`);
  expect(openHome(`${home}-link`)).toBe(realpathSync(home));
  const release = holdHome(`${home}-link`);
  holdHome(home)();
  expect(existsSync(lock())).toBe(true);
  release();
  expect(existsSync(lock())).toBe(false);
});

test('a folder that was open to others is closed', () => {
  const folder = join(home, 'data');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  expect(statSync(privateFolder(folder)).mode & 0o777).toBe(0o700);
  expect(statSync(privateFolder(join(home, 'new'))).mode & 0o777).toBe(0o700);
});

test('remembered settings are read again; damaged ones are named', () => {
  holdHome(home)();
  const file = join(home, 'settings.json');
  expect(readJson(file)).toBeNull();
  writeJson(file, { port: 1 });
  expect(readJson(file)).toEqual({ port: 1 });
  writeFileSync(file, '{"port":');
  expect(() => readJson(file)).toThrow(file);
});
