import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import type { AlertSettings } from '../../alerts/settings.ts';
import type { OidcSettings } from '../../api/access/oidc.ts';
import type { Role } from '../../api/access/roles.ts';
import { beginSession } from '../../api/access/session-rows.ts';
import { aUser } from '../../api/access/signed-in-under-test.ts';
import { apiUnderTest, NO_PROVIDERS } from '../../api/api-under-test.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import type {} from './browser.ts';

type Person = { name: string; role: Role; displayName: string };

type Look = {
  language?: 'en' | 'ru';
  scheme?: 'light' | 'dark';
  /** 360 px wide, and touched. */
  phone?: boolean;
};

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };
/** A page of ours answers within milliseconds, but not while a machine is busy with other things. */
const PATIENCE_MS = 60_000;

/** One connection a worker: the files that it runs share it. */
let connection: Promise<Browser> | undefined;

async function connect(): Promise<Browser> {
  const answer = await fetch(inject('browserUrl'));
  if (!answer.ok) throw new Error(await answer.text());
  return chromium.connect(await answer.text());
}

/** The browser of the run. When it is there the console has been built, which a server has to find at its start. */
export function theBrowser(): Promise<Browser> {
  connection ??= connect();
  return connection;
}

/**
 * The console in a browser, on the real server over the given database, until the end of the test file:
 *
 *     const { pool } = await testDatabase();
 *     const { signedIn, api } = await consoleUnderTest(pool);
 *     const page = await signedIn('support');
 *     await page.goto('/queue');
 */
export async function consoleUnderTest(
  pool: Pool,
  { alerts, oidc }: { alerts?: AlertSettings; oidc?: OidcSettings } = {},
) {
  const browser = await theBrowser();
  // Without TLS, as the browser asks it; whoever signs in elsewhere comes back to where it listens, which is known when it does.
  const publicUrl = () => (oidc === undefined ? 'http://orders.example' : api.url);
  const providers = Object.defineProperty({ ...NO_PROVIDERS }, 'publicUrl', { get: publicUrl });
  const api = await apiUnderTest(pool, undefined, undefined, providers, alerts, undefined, oidc);
  const { anybody, signedInAs } = pagesAt(api.url, { browser, pool, now: () => api.clock.now() });
  /** A page of somebody of that role, who is called by it. */
  const signedIn = (role: Role, look?: Look) => signedInAs({ name: role, role, displayName: role }, look);
  return { url: api.url, api, anybody, signedIn };
}

/** Pages on whoever serves the console there, until the end of the test file. `patienceMs`: for whatever a page waits for. */
export function pagesAt(
  url: string,
  {
    browser,
    pool,
    now,
    patienceMs = PATIENCE_MS,
  }: { browser: Browser; pool: Pool; now: () => Instant; patienceMs?: number },
) {
  const contexts: BrowserContext[] = [];
  const troubles: string[] = [];
  const users = new Map<string, string>();
  afterEach(() => {
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all(contexts.map(context => context.close()));
  });

  /** A page in a browser context of its own, with nobody signed in. */
  async function anybody({ language = 'en', scheme = 'light', phone = false }: Look = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: url,
      viewport: phone ? NARROW : WIDE,
      hasTouch: phone,
      locale: language,
      timezoneId: 'Europe/Moscow',
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    page.on('pageerror', error => troubles.push(`${error.name}: ${error.message}`));
    page.on('console', message => {
      // What a server refuses is shown by the page; all else that a browser complains of is a fault of ours.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        troubles.push(message.text());
      }
    });
    return page;
  }

  /** A page of somebody of that name, who is added when first named. */
  async function signedInAs(person: Person, look?: Look): Promise<Page> {
    const page = await anybody(look);
    const id = users.get(person.name) ?? (await aUser(pool, person)).id;
    users.set(person.name, id);
    const token = await beginSession(pool, id, { address: '127.0.0.1', agent: 'a test' }, now());
    await page.context().addCookies([{ name: 'orderwatch', value: token, url }]);
    return page;
  }

  return { anybody, signedInAs };
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let axeSource: string | undefined;

type Violation = { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] };

/**
 * Fails with each violation that axe-core calls serious or critical on the page as it is. The colours are looked at in
 * both schemes.
 */
export async function expectNoSeriousViolations(page: Page): Promise<void> {
  axeSource ??= readFileSync(axe, 'utf8');
  // Not by a script element, which the policy of our pages forbids.
  await page.evaluate(axeSource);
  const found: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const options = {
      resultTypes: ['violations'],
      // All else is the same in the dark.
      ...(scheme === 'dark' ? { runOnly: ['color-contrast'] } : {}),
    };
    const violations = await page.evaluate<Violation[]>(
      `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
    );
    for (const { id, impact, help, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { target, failureSummary } of nodes) {
        found.push(`${id} (${scheme}): ${help}\n  ${target.join(' ')}\n  ${failureSummary}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
  expect(found.join('\n\n')).toBe('');
}

/**
 * With LOOK=1 in the environment: pictures of the page for a look, in `.orderwatch/looks`, wide and narrow, light and
 * dark, in both languages. Without it nothing is done.
 */
export async function snapshot(page: Page, name: string): Promise<void> {
  if (!process.env.LOOK) return;
  const before = page.viewportSize() ?? WIDE;
  mkdirSync('.orderwatch/looks', { recursive: true });
  // The language is switched as a reader would, beneath whatever is open; the second time it is the first one again.
  for (const _language of ['one', 'other']) {
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        const language = await page.evaluate<string>('document.documentElement.lang');
        const path = `.orderwatch/looks/${name}-${viewport.width}-${scheme}-${language}.png`;
        await page.screenshot({ path });
      }
    }
    const switcher = page.locator('button[lang]').first();
    const other = await switcher.getAttribute('lang');
    await switcher.dispatchEvent('click');
    await page.locator(`html[lang="${other}"]`).waitFor();
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
}
