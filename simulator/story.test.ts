import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Cause, FAILURE_KINDS, type FailureKind, NO_FAILURES } from './failures.ts';
import { EVERYTHING_FAILS } from './failures-under-test.ts';
import { DAY, HOUR, MINUTE } from './hours.ts';
import { PRELUDE_MS } from './prelude.ts';
import { openStory, type StoryOptions, story } from './story.ts';
import { liveTime } from './timeline.ts';
import type { SeenOrder } from './truth.ts';
import type { Limits, Message } from './world.ts';

const FROM = Date.parse('2026-09-01T00:00:00Z');

/** The limits of the reference case, as data. */
const LIMITS: Readonly<Record<string, number>> = {
  INITIATED: 7 * DAY,
  SUBMITTED: DAY,
  PRICE_CALCULATED: 3 * DAY,
  MANUFACTURING_APPROVED: 2 * DAY,
  MANUFACTURING_STARTED: 21 * DAY,
  MANUFACTURING_COMPLETED: 2 * DAY,
  PACKAGING: 2 * DAY,
  SHIPPED: 14 * DAY,
};
const limits: Limits = (status, since) => (LIMITS[status] === undefined ? null : since + LIMITS[status]);

function options(named: Partial<StoryOptions> = {}): StoryOptions {
  return { seed: 1, from: FROM, ordersPerMonth: 400, failures: NO_FAILURES, limits, ...named };
}

function told(named: Partial<StoryOptions> & { days?: number; storm?: boolean } = {}) {
  const { days = 40, ...rest } = named;
  const until = FROM + days * DAY;
  const whole = story({ ...options(rest), until });
  return { ...whole, truth: whole.truth(until) };
}

function digest(messages: readonly Message[]): string {
  const hash = createHash('sha256');
  for (const { body, ...rest } of messages) hash.update(JSON.stringify(rest)).update(body);
  return hash.digest('hex');
}

function bodyOf({ body }: Message): Record<string, unknown> {
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

describe('the same seed', () => {
  test('tells the same story, byte for byte, and the same truth', () => {
    const [one, other] = [told({ failures: EVERYTHING_FAILS }), told({ failures: EVERYTHING_FAILS })];
    expect(digest(one.messages)).toBe(digest(other.messages));
    expect(one.truth).toEqual(other.truth);
  });

  test('in however many steps it is told', () => {
    const open = openStory(options({ failures: EVERYTHING_FAILS }));
    const parts: Message[] = [];
    for (let at = FROM; at <= FROM + 40 * DAY; at += 7 * HOUR) parts.push(...open.tellUntil(at).messages);
    parts.push(...open.tellUntil(FROM + 40 * DAY).messages);
    expect(digest(parts)).toBe(digest(told({ failures: EVERYTHING_FAILS }).messages));
  });

  test('is not that of another', () => {
    expect(digest(told({ days: 3 }).messages)).not.toBe(digest(told({ days: 3, seed: 2 }).messages));
  });
});

test('messages come in the order in which they are published, each with an id of its own but for twins', () => {
  const { messages, truth } = told({ failures: EVERYTHING_FAILS });
  const times = messages.map(({ publishedAt }) => publishedAt);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const ids = new Set(messages.map(({ properties }) => properties.messageId));
  const twins = truth.orders.reduce((sum, { duplicates }) => sum + duplicates, 0);
  expect(twins).toBeGreaterThan(100);
  expect(ids.size).toBe(messages.length - twins);
});

test('two stories of different tags share no id', () => {
  const names = (tag: string) =>
    new Set(told({ tag, days: 5 }).truth.orders.flatMap(({ orderId, otherNames }) => [orderId, ...otherNames]));
  const [one, other] = [names('A'), names('B')];
  expect([...one].filter(name => other.has(name))).toEqual([]);
});

describe('when nothing fails', () => {
  const { messages, truth } = told();

  test('nothing is stuck, unreadable, doubled or contradicted', () => {
    expect(truth.orders.filter(({ stuck, disagrees, duplicates }) => stuck || disagrees || duplicates)).toEqual([]);
    expect(truth.unreadable).toEqual([]);
  });

  test('everybody sees every order where it truly is', () => {
    // Some clocks show whole seconds, and what has just happened is on its way.
    const astray = truth.orders.filter(
      ({ status, since, truly }) =>
        truth.now - truly.since > MINUTE && (status !== truly.status || Math.abs(since! - truly.since) >= 1_000),
    );
    expect(astray).toEqual([]);
  });

  test('there are as many orders as asked for, a quarter of them of partners', () => {
    const orders = truth.orders.filter(({ orderId }) => orderId.startsWith('ORD-'));
    expect(orders.length).toBeGreaterThan(400);
    expect(orders.length).toBeLessThan(660);
    const uploads = orders.filter(({ orderId }) => orderId.startsWith('ORD-B')).length;
    expect(uploads / orders.length).toBeGreaterThan(0.12);
    expect(uploads / orders.length).toBeLessThan(0.4);
  });

  test('carts carry nothing but a correlation id, uploads nothing but an id of the MES, until there is an order', () => {
    const carts = messages.filter(({ routingKey }) => routingKey === 'order.shop.initiated').map(bodyOf);
    const uploads = messages.filter(({ routingKey }) => routingKey === 'order.mes.submitted').map(bodyOf);
    expect(carts.length).toBeGreaterThan(300);
    expect(uploads.length).toBeGreaterThan(50);
    for (const cart of carts) expect(Object.keys(cart)).not.toContain('orderId');
    for (const cart of carts) expect(cart).toMatchObject({ correlationId: expect.any(String), status: 'INITIATED' });
    for (const upload of uploads) expect(Object.keys(upload)).not.toContain('orderId');
    for (const upload of uploads) expect(upload).toMatchObject({ ids: { mes: expect.stringMatching(/^M-\d+$/) } });
    const made = messages.filter(({ properties }) => properties.type === 'order.created').map(bodyOf);
    for (const order of made)
      expect(order).toMatchObject({ orderId: expect.any(String), ids: { mes: expect.any(String) } });
  });

  test('a calculation takes 2 to 30 minutes and tells of its progress', () => {
    const facts = messages.filter(({ routingKey }) => routingKey === 'order.mes.calculation_progress');
    expect(facts.length).toBeGreaterThan(1_000);
    const price = messages.filter(({ routingKey }) => routingKey === 'order.mes.price_calculated').map(bodyOf);
    const at = (body: Record<string, unknown>) => Date.parse(body.occurredAt as string);
    const mesId = (body: Record<string, unknown>) => (body.ids as { mes: string }).mes;
    const quarter = new Map(
      facts
        .map(bodyOf)
        .filter(({ data }) => (data as { percent: number }).percent === 25)
        .map(body => [mesId(body), at(body)]),
    );
    for (const body of price) {
      const took = ((at(body) - quarter.get(mesId(body))!) / 3) * 4;
      expect(took).toBeGreaterThanOrEqual(2 * MINUTE - 10);
      expect(took).toBeLessThanOrEqual(30 * MINUTE + 10);
    }
  });

  test('some are made again, some cancelled, most closed', () => {
    const count = (key: string) => messages.filter(({ routingKey }) => routingKey === key).length;
    const rework = messages.filter(({ body }) => body.includes('"rework":true')).length;
    expect(rework).toBeGreaterThan(10);
    expect(count('order.crm.cancelled')).toBeGreaterThan(30);
    expect(count('order.crm.closed')).toBeGreaterThan(count('order.crm.cancelled'));
  });

  test('nobody in it is real', () => {
    for (const message of messages) {
      const { customer } = bodyOf(message) as { customer?: { email: string } };
      if (customer) expect(customer.email).toMatch(/@([\w-]+\.)?example(\.com|\.org)?$/);
    }
  });
});

describe('each failure alone', () => {
  const STICKS: readonly FailureKind[] = [
    'lost-publish',
    'failed-upload',
    'endless-calculation',
    'stopped-consumer',
    'malformed',
    'starvation',
    'flood',
    'nobody-takes',
  ];
  const often = (kind: FailureKind) => ({
    ...NO_FAILURES,
    [kind]: EVERYTHING_FAILS[kind] * (EVERYTHING_FAILS[kind] < 1 ? 4 : 2),
  });
  const seenIn = (kind: FailureKind, passes: (order: SeenOrder) => boolean): SeenOrder[] => {
    const open = openStory(options({ failures: often(kind) }));
    const seen = new Map<string, SeenOrder>();
    for (let day = 1; day <= 40; day++) {
      open.tellUntil(FROM + day * DAY);
      for (const order of open.truth(FROM + day * DAY).orders) if (passes(order)) seen.set(order.orderId, order);
    }
    return [...seen.values()];
  };

  test.each(STICKS)('%s keeps orders, and the truth says that it does', kind => {
    const stuck = seenIn(kind, order => order.stuck);
    expect(stuck.length).toBeGreaterThan(0);
    expect([...new Set(stuck.map(({ why }) => why?.cause))]).toEqual([kind] satisfies Cause[]);
  });

  test('failed uploads are provisional for ever', () => {
    const { truth } = told({ failures: often('failed-upload') });
    const failed = truth.orders.filter(({ why }) => why?.cause === 'failed-upload');
    expect(failed.every(({ provisional, status }) => provisional && status === 'SUBMITTED')).toBe(true);
  });

  test('disagreements are seen', () => {
    expect(seenIn('disagreement', order => order.disagrees).length).toBeGreaterThan(10);
  });

  test('malformed messages are listed, in all their kinds', () => {
    const { truth } = told({ failures: { ...NO_FAILURES, malformed: 0.5 } });
    expect([...new Set(truth.unreadable.map(({ how }) => how))]).toHaveLength(7);
  });

  test.each(['duplicates', 'out-of-order'] as const)('%s change nothing in the end', kind => {
    const { truth } = told({ failures: often(kind) });
    expect(truth.orders.filter(order => order.stuck)).toEqual([]);
    const settled = truth.orders.filter(({ truly }) => truth.now - truly.since > 8 * HOUR);
    expect(settled.filter(({ status, truly }) => status !== truly.status)).toEqual([]);
  });

  test('skewed clocks are minutes and hours ahead and behind', () => {
    const { messages } = told({ failures: often('clock-skew') });
    const off = messages
      .filter(({ properties }) => properties.timestamp === undefined)
      .map(message => Date.parse(bodyOf(message).occurredAt as string) - message.publishedAt);
    expect(Math.min(...off)).toBeLessThan(-30 * MINUTE);
    expect(Math.max(...off)).toBeGreaterThan(10 * MINUTE);
  });

  test('a storm brings many orders', () => {
    const orders = (storm: boolean) => told({ storm }).truth.orders.length;
    expect(orders(true)).toBeGreaterThan(orders(false) + 100);
  });
});

describe('a system that is silent', () => {
  const at = FROM + 9 * DAY + 9 * HOUR;
  const until = at + 8 * HOUR;
  const silence = [{ kind: 'silent-system', system: 'mes', at, until }] as const;
  const { messages, books } = told({ incidents: silence, days: 12 });
  const ofMes = messages.filter(({ publisher }) => publisher === 'mes');

  test('says nothing, and then everything, with the times at which it was so', () => {
    expect(ofMes.filter(({ publishedAt }) => publishedAt >= at && publishedAt < until)).toEqual([]);
    const late = ofMes.filter(({ publishedAt }) => publishedAt >= until && publishedAt < until + MINUTE).map(bodyOf);
    const times = late.map(({ occurredAt }) => Date.parse(occurredAt as string)).filter(time => time < until);
    expect(times.length).toBeGreaterThan(20);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(at - MINUTE);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('keeps orders where others see them, and the truth says that it does', () => {
    const long = [{ kind: 'silent-system', system: 'mes', at, until: at + 36 * HOUR }] as const;
    const open = openStory(options({ incidents: long }));
    open.tellUntil(at + 35 * HOUR);
    const stuck = open.truth(at + 35 * HOUR).orders.filter(order => order.stuck);
    expect(stuck.length).toBeGreaterThan(0);
    expect([...new Set(stuck.map(({ why }) => why?.cause))]).toEqual(['silent-system'] satisfies Cause[]);
    open.tellUntil(at + 37 * HOUR);
    expect(open.truth(at + 37 * HOUR).orders.filter(order => order.stuck)).toEqual([]);
  });

  test('works on meanwhile, and is not heard by the others', () => {
    const held = books.filter(({ hindrances }) => hindrances.some(({ incident }) => incident === 'silent-system 1'));
    expect(held.length).toBeGreaterThan(5);
    expect(held.every(({ touched }) => touched.has('silent-system 1'))).toBe(true);
    const priced = books.flatMap(({ stays }) => stays.filter(({ status }) => status === 'PRICE_CALCULATED'));
    expect(priced.filter(stay => stay.at >= at && stay.at < until).length).toBeGreaterThan(2);
  });
});

test('while nobody takes orders none is begun, and each that waits has it in its books', () => {
  const at = FROM + 6 * DAY + 12 * HOUR;
  const until = at + 3 * DAY;
  const { books } = told({ incidents: [{ kind: 'nobody-takes', at, until }], days: 14 });
  // One that was taken from the pile just before may be begun within its minute.
  const begun = books.filter(({ stays }) =>
    stays.some(stay => stay.status === 'MANUFACTURING_STARTED' && stay.at >= at && stay.at < until),
  );
  expect(
    begun.filter(({ stays }) => stays.filter(({ status }) => status === 'MANUFACTURING_STARTED').length === 1),
  ).toEqual([]);
  const waited = books.filter(({ hindrances }) => hindrances.some(({ incident }) => incident === 'nobody-takes 1'));
  expect(waited.length).toBeGreaterThan(10);
});

test('the broker shows what waits for a system that has stopped, and that nobody consumes it', () => {
  const at = FROM + 5 * DAY;
  const until = at + 6 * HOUR;
  const open = openStory(options({ incidents: [{ kind: 'stopped-consumer', system: 'mes', at, until }] }));
  open.tellUntil(at - MINUTE);
  expect(open.queues()).toContainEqual({ name: 'mes.inbox', messages: 0, consumers: 1 });
  const { messages } = open.tellUntil(until - MINUTE);
  const forMes = messages.filter(
    ({ publishedAt, routingKey }) => publishedAt >= at && /^order\.(crm\..*|shop\.submitted)$/.test(routingKey),
  );
  expect(open.queues()).toEqual([
    { name: 'crm.inbox', messages: 0, consumers: 1 },
    { name: 'mes.inbox', messages: forMes.length, consumers: 0 },
  ]);
  open.tellUntil(until);
  expect(open.queues()).toContainEqual({ name: 'mes.inbox', messages: 0, consumers: 1 });
});

test('a failure that was arranged for one order is in its books', () => {
  const { books } = told({ incidents: [{ kind: 'lost-publish', at: FROM + DAY }], days: 3 });
  const struck = books.filter(({ hindrances }) => hindrances.length > 0);
  expect(struck.map(({ hindrances, touched }) => [hindrances[0]!.incident, [...touched.keys()]])).toEqual([
    ['lost-publish 1', ['lost-publish 1']],
  ]);
});

test('the ten stories that the ledger is compared with hold every failure', () => {
  const kinds = Array.from({ length: 10 }, (_, index) =>
    told({ seed: index + 1, days: 18, ordersPerMonth: 300, failures: EVERYTHING_FAILS }).remarks.map(
      ({ text }) => text,
    ),
  );
  expect([...new Set(kinds.flat().map(text => text.split(':')[0]))].sort()).toEqual([...FAILURE_KINDS].sort());
});

test('whatever fails, nothing is stuck without a reason', () => {
  for (const seed of [1, 2, 3]) {
    const { truth } = told({ seed, failures: EVERYTHING_FAILS, storm: true });
    const stuck = truth.orders.filter(order => order.stuck);
    expect(stuck.length).toBeGreaterThan(20);
    expect(stuck.filter(({ why }) => why === null || why.since > truth.now)).toEqual([]);
    const known: readonly string[] = [...FAILURE_KINDS, 'storm'];
    expect(stuck.every(({ why }) => known.includes(why!.cause))).toBe(true);
  }
});

describe('live', () => {
  const present = FROM + PRELUDE_MS;
  const speed = 720;
  const timeline = liveTime([{ story: present, wall: present }], speed);
  const open = openStory(options({ failures: EVERYTHING_FAILS, timeline }));
  const end = present + 20 * MINUTE;
  const { messages } = open.tellUntil(timeline.story(end));

  test('no message speaks of the future, whatever clocks are ahead', () => {
    for (const { body, publishedAt } of messages) {
      const occurredAt = /"occurredAt":"([^"]{20,})"/.exec(body.toString('latin1'))?.[1];
      if (occurredAt) expect(Date.parse(occurredAt)).toBeLessThanOrEqual(Math.max(publishedAt, present));
    }
    expect(messages.at(-1)!.publishedAt).toBeLessThanOrEqual(end);
    expect(messages.at(-1)!.publishedAt).toBeGreaterThan(end - MINUTE);
  });

  test('goes on where it was left, with the same orders', () => {
    const left = timeline.story(present + 5 * MINUTE);
    const resumed = liveTime(
      [
        { story: present, wall: present },
        { story: left, wall: present + 3 * DAY },
      ],
      speed,
    );
    const again = openStory(options({ failures: EVERYTHING_FAILS, timeline: resumed }));
    const before = again.tellUntil(left).messages;
    expect(digest(before)).toBe(digest(messages.filter(({ publishedAt }) => publishedAt <= timeline.wall(left))));
    const after = again.tellUntil(left + DAY).messages;
    expect(after.length).toBeGreaterThan(10);
    expect(after.every(({ publishedAt }) => publishedAt >= present + 3 * DAY)).toBe(true);
    const ids = new Set(messages.map(({ properties }) => properties.messageId));
    expect(after.every(({ properties }) => ids.has(properties.messageId))).toBe(true);
  });
});
