import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, expect, inject, test } from 'vitest';
import { aUser, PASSWORD } from '../../api/access/signed-in-under-test.ts';
import { contract } from '../../api/contract.ts';
import { startSmtpSink } from '../../notifier/channels/smtp-under-test.ts';
import { until } from '../../platform/embedded/process.ts';
import { testVhost } from '../support/broker.ts';
import { pagesAt, theBrowser } from '../support/console.ts';
import { cuttable } from '../support/cuttable.ts';
import { testDatabase } from '../support/database.ts';
import { orderwatchOn } from '../support/orderwatch-process.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Of an order that has come to a story by messages: intake, ledger and rules have to be through with it. */
const SOON = { timeout: 60_000, interval: 200 };
/** They run every minute. */
const A_ROUND_OF_RULES = { timeout: 180_000, interval: 200 };
/** After an incident has opened; what its chain says, and the time that it takes to be told. */
const NEXT_STEP_MS = 50_000;

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const browser = await theBrowser();
const mailServer = await startSmtpSink();
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-stories-'));
afterAll(async () => {
  await mailServer.stop();
  rmSync(folder, { recursive: true });
});
// Each page listens on: those of a story that is told are in the way of the next one.
afterEach(() => Promise.all(browser.contexts().map(context => context.close())), MINUTE);
const configuration = join(folder, 'orderwatch.yaml');
writeFileSync(configuration, impatient());

/** The reference case, with people who are told by mail and at once, and only the rules that these stories are about. */
function impatient(): string {
  const reference = readFileSync(new URL('../../app/configuration/reference.yaml', import.meta.url), 'utf8');
  const before = reference.slice(0, reference.indexOf('\nrules:'));
  return `${before.replace('settle: PT1M', 'settle: PT1S').replace('  locale: ru', '  locale: en')}
rules:
  price-missing:
    title: { en: Orders wait for their price, ru: Заказы ждут цены }
    condition: { kind: missing, status: SUBMITTED, successor: PRICE_CALCULATED, over: breach }
    severity: critical
    route: managers
  shipped-not-closed:
    title: { en: Shipped orders are not delivered, ru: Отправленные заказы не доставлены }
    condition: { kind: dwell, status: SHIPPED, over: breach }
    severity: critical
    route: managers
people:
  elena: { name: Elena Kuznetsova, email: elena@lunaria.example }
  pavel: { name: Pavel Volkov, email: pavel@lunaria.example }
chains:
  soon:
    steps: [{ tell: { people: [elena] } }, { after: PT45S, tell: { people: [pavel] } }]
    repeat: { from: 2, times: 1, after: PT3S }
routes:
  managers: { critical: soon, warning: soon, info: soon }
`;
}

const { orderwatch } = orderwatchOn({
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  RABBITMQ_MANAGEMENT_URL: inject('managementUrl'),
});
const up = orderwatch(['up'], { ORDERWATCH_CONFIG: configuration, SMTP_URL: mailServer.url });
await up.says('Ctrl-C stops it');
const { httpUrl, adminKey } = up.run();
const { anybody, signedInAs } = pagesAt(httpUrl, { browser, pool, now: Date.now, patienceMs: MINUTE });

// A small company, of whose messages some are lost; after its past nothing moves while somebody looks.
const story = ['--seed', '9', '--orders-per-month', '60', '--speed', '1', '--fail', 'lost-publish=0.1'];
const simulator = orderwatch(['simulate', ...story], { ORDERWATCH_HOME: up.home });
await simulator.says('the past is published');
await intakeIsThrough();

/** What is published last, on which a story stands, has come. */
async function intakeIsThrough(): Promise<void> {
  const channel = await connection.createConfirmChannel();
  const occurredAt = new Date(Date.now() - 20 * DAY).toISOString();
  const shipped = { eventId: 'e-9001', orderId: 'ORD-9001', status: 'SHIPPED', source: 'mes', occurredAt };
  channel.publish('orders', 'order.mes.shipped', Buffer.from(JSON.stringify(shipped)), { persistent: true });
  await channel.waitForConfirms();
  const found = () => pool.query("select from tracker.order_state where order_id = 'ORD-9001'");
  if (!(await until(3 * MINUTE, async () => (await found()).rowCount === 1)))
    throw new Error(`Not within three minutes: ${up.said()}`);
}

async function call(path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${httpUrl}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return response.json();
}

function say(orderId: string, status: string, source: string, agoMs: number, more: object = {}): Promise<unknown> {
  const occurredAt = new Date(Date.now() - agoMs).toISOString();
  return call('/events', { orderId, status, source, occurredAt, ...more });
}

/** The mails so far to that address, as their reader sees them. */
function mailsTo(address: string) {
  return Promise.all(mailServer.mails.filter(({ to }) => to.includes(address)).map(({ raw }) => PostalMime.parse(raw)));
}

async function incidentOf(orderId: string) {
  const { items } = contract.IncidentPage.parse(await call(`/incidents?order=${orderId}`));
  return items[0];
}

test(
  'a manager takes an incident on by the link in the mail, and nobody else is called for it',
  async () => {
    const aboutIt = async (address: string) =>
      (await mailsTo(address)).filter(({ text }) => text?.includes('ORD-9001'));
    await expect.poll(() => aboutIt('elena@lunaria.example'), A_ROUND_OF_RULES).toHaveLength(1);
    const [mail] = await aboutIt('elena@lunaria.example');
    expect(mail!.subject).toContain('Shipped orders are not delivered');
    const page = await anybody({ phone: true });
    await page.goto(linkOf(mail!.text!, '/ack/'));
    await page.getByRole('button', { name: 'I take it', exact: true }).tap();
    await page.getByText('You have taken it on').waitFor();

    const { id, openedAt } = (await incidentOf('ORD-9001'))!;
    const desk = await signedInAs({ name: 'elena', role: 'manager', displayName: 'Elena Kuznetsova' });
    await desk.goto('/incidents');
    const row = desk.getByRole('listitem', { name: `Incident ${id}:` });
    await row.getByText(/^Elena( Kuznetsova)? has it until/i).waitFor();

    // He would have been called by then, and again, as he was for what nobody has taken on.
    const nextStepHasPassed = () => Date.now() > Date.parse(openedAt) + NEXT_STEP_MS;
    const pavel = 'pavel@lunaria.example';
    await expect
      .poll(async () => nextStepHasPassed() && (await mailsTo(pavel)).length, { timeout: 2 * MINUTE, interval: 200 })
      .toBeGreaterThanOrEqual(2);
    expect(await aboutIt(pavel)).toEqual([]);
    await desk.goto(`/incidents/${id}`);
    await desk
      .getByRole('list', { name: 'What happened' })
      .getByText(/^Elena( Kuznetsova)? took it on until/i)
      .waitFor();
  },
  8 * MINUTE,
);

test(
  'support finds a stuck order by a part of a phone number, reads why it is stuck, and corrects it',
  async () => {
    const { rows } = await pool.query<{ order_id: string; phone: string }>(
      `select s.order_id, e.customer ->> 'phone' as phone
       from tracker.order_state s join tracker.order_event e using (order_id)
      where s.status = 'SUBMITTED' and s.due_at < now() and not s.provisional and e.customer ? 'phone'
      order by s.due_at limit 1`,
    );
    const { order_id: orderId, phone } = rows[0]!;
    await expect.poll(() => incidentOf(orderId), A_ROUND_OF_RULES).toBeDefined();
    await aUser(pool, { name: 'petr', role: 'support', displayName: 'Petr' });
    const page = await anybody();
    await page.goto('/');
    await page.getByLabel('Name').fill('petr');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /orders? (is|are) stuck/ }).waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type(phone.slice(-5));
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: orderId }).getByRole('link', { name: orderId }).click();
    await page.getByRole('heading', { level: 1, name: orderId }).waitFor();
    await page.getByText(/^Submitted for .+ over its limit\./).waitFor();
    await page.getByText('limit 24 h').first().waitFor();
    const why = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Why it is stuck' }) });
    await why.getByText(/MES/i).first().waitFor();

    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('It is really').selectOption('PRICE_CALCULATED');
    await dialog.getByText('The order is then Price calculated.').waitFor();
    await dialog.getByText(/Incident #\d+ (closes|goes on, without this order)\./).waitFor();
    await dialog.getByText(/The customer gets a message: e-mail/i).waitFor();
    await dialog.getByLabel('nobody').check();
    await dialog.getByText('Nobody is told.').waitFor();
    await dialog.getByLabel('Why', { exact: true }).fill('The price stands in the MES');
    await dialog.getByRole('button', { name: 'Correct status' }).click();
    await page.getByText(`${orderId} is now Price calculated.`).waitFor();
    await page.getByText(/^Price calculated for /).waitFor();
    const timeline = page.getByRole('list', { name: 'Timeline' });
    await timeline.getByText('The price stands in the MES').waitFor();
    await timeline.getByText('Petr').first().waitFor();

    expect(await call(`/orders/${orderId}`)).toMatchObject({ status: 'PRICE_CALCULATED', stuck: false });
    const ledger = await pool.query('select type, status, source from tracker.order_event where order_id = $1', [
      orderId,
    ]);
    expect(ledger.rows).toContainEqual(expect.objectContaining({ type: 'order.status_corrected' }));
  },
  8 * MINUTE,
);

test(
  'two operators want the same order at once: one gets it and brings it on, and the customer opens the mail about it',
  async () => {
    const orderId = 'ORD-9002';
    const anna = { id: 'C-9002', name: 'Anna Ivanova', email: 'anna@example.com', locale: 'en' };
    await say(orderId, 'PACKAGING', 'mes', 30 * DAY, { customer: anna });
    const olga = await signedInAs({ name: 'olga', role: 'operator', displayName: 'Olga' }, { phone: true });
    const ivan = await signedInAs({ name: 'ivan', role: 'operator', displayName: 'Ivan' });
    const meet = meeting(2);
    for (const page of [olga, ivan]) {
      await page.route(`**/orders/${orderId}/take`, async route => {
        await meet();
        await route.continue();
      });
      await page.goto('/queue?status=PACKAGING');
      await page.getByRole('button', { name: `Take ${orderId}` }).waitFor();
    }
    await Promise.all([olga, ivan].map(page => page.getByRole('button', { name: `Take ${orderId}` }).click()));
    const has = (page: Page) => page.getByText(`You have ${orderId} now.`).waitFor();
    const winner = await Promise.any([has(olga).then(() => olga), has(ivan).then(() => ivan)]);
    const [loser, name] = winner === olga ? [ivan, 'Olga'] : [olga, 'Ivan'];
    await loser.getByText(`${name} has ${orderId}, since`).waitFor();
    expect(await loser.getByText('In your hands').count()).toBe(0);

    await winner.getByRole('button', { name: 'To Shipped' }).click();
    await winner.getByText(`${orderId} is Shipped now.`).waitFor();
    expect(await call(`/orders/${orderId}`)).toMatchObject({ status: 'SHIPPED' });

    await expect.poll(() => mailsTo('anna@example.com'), SOON).toHaveLength(1);
    const [mail] = await mailsTo('anna@example.com');
    expect(mail!.subject).toBe(`Order ${orderId} is on its way`);
    const customer = await anybody({ phone: true });
    await customer.goto(linkOf(mail!.text!, '/track/'));
    await customer.getByRole('heading', { level: 1, name: 'On its way to you' }).waitFor();
    const read = await customer.locator('body').innerText();
    expect(read).toContain(`Order ${orderId}`);
    expect(read).toMatch(/We expect it to reach you (between|on) /);
    for (const personal of ['Ivanova', 'anna@']) expect(read).not.toContain(personal);
    expect(await customer.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await customer.getByRole('link', { name: 'По-русски' }).tap();
    await customer.getByRole('heading', { level: 1, name: 'В пути к вам' }).waitFor();
  },
  8 * MINUTE,
);

test(
  'an order that moves while the connection is cut is shown where it is when it is mended, without a reload',
  async () => {
    const orderId = 'ORD-9003';
    await say(orderId, 'MANUFACTURING_STARTED', 'mes', DAY);
    const network = await cuttable(httpUrl);
    const page = await signedInAs({ name: 'petra', role: 'support', displayName: 'Petra' });
    await page.goto(`${network.url}/orders/${orderId}`);
    await page.getByText(/^Manufacturing started for /).waitFor();
    await page.evaluate('window.sameAsBefore = true');
    await say(orderId, 'MANUFACTURING_COMPLETED', 'mes', 0);
    await page.getByText(/^Manufacturing completed for /).waitFor();

    await network.cut();
    await page.getByText('reconnecting …').waitFor();
    await say(orderId, 'PACKAGING', 'mes', 0);
    await network.mend();
    await page.getByText(/^Packaging for /).waitFor();
    await page.getByText('reconnecting …').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.sameAsBefore')).toBe(true);
  },
  8 * MINUTE,
);

/** Each waits until that many have come. */
function meeting(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come === count) resolve();
    return promise;
  };
}

function linkOf(text: string, path: string): string {
  const link = text.match(/https?:\/\/[^\s<>"]+/g)?.find(url => new URL(url).pathname.startsWith(path));
  expect(link, text).toBeDefined();
  return link!;
}
