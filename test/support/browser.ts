import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumProgram } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Asked by GET, it answers where the run's browser is; the first to ask has it started. */
    browserUrl: string;
  }
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Promise<BrowserServer> | undefined;
const door = createServer((_req, res) => {
  browser ??= start();
  browser.then(
    server => res.end(server.wsEndpoint()),
    error => res.writeHead(500).end(String(error)),
  );
});

/** One browser a run, and only if a test of pages asks for it; by then the console is built, too. */
async function start(): Promise<BrowserServer> {
  const building = promisify(execFile)(process.execPath, ['console/build.mjs']);
  const program = chromiumProgram();
  const server = await chromium.launchServer({
    executablePath: program,
    headless: true,
    args: FLAGS,
    handleSIGINT: false,
  });
  try {
    await building;
  } catch (error) {
    await server.close();
    throw error;
  }
  return server;
}

export async function setup(project: TestProject): Promise<void> {
  await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve));
  project.provide('browserUrl', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
}

export async function teardown(): Promise<void> {
  door.closeAllConnections();
  door.close();
  const server = await browser?.catch(() => undefined);
  await server?.close();
}
