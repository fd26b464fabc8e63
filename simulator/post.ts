import { type Instant, toIso } from '../platform/clock.ts';
import type { Agenda } from './agenda.ts';
import { type Course, nameOf, type Said, type Step, type Unreadable } from './course.ts';
import type { Begun } from './failures.ts';
import { MINUTE, SECOND } from './hours.ts';
import { INBOXES, takes } from './inboxes.ts';
import { SYSTEMS, type System } from './process.ts';
import { type Fact, namesIn, write } from './wire.ts';
import type { Consumer, Message, World, WorldOptions } from './world.ts';

/** The messages between the systems, and everything that befalls them under way. */
export type Post = {
  /** `step`: what somebody acts on; null for what is only told. */
  publish(course: Course, system: System, fact: Fact, step: Step | null): void;
  listen(system: Consumer, receive: (course: Course, step: Step) => void): void;
  /** The system takes messages again, those first that have waited. */
  catchUp(system: Consumer): void;
  /** What the system has had to say leaves its outbox. */
  speakAgain(system: System): void;
  queues(): Queue[];
};

/** What the broker shows of an inbox. */
export type Queue = { name: string; messages: number; consumers: number };

type OfOneSystem = Extract<Begun, { system: System }>;

export type PostDeps = Pick<World, 'hinder' | 'touch' | 'remark'> & {
  agenda: Agenda;
  options: WorldOptions;
  log: Message[];
  /** The youngest of those that last now for the system. */
  duringOf<Kind extends OfOneSystem['kind']>(
    kind: Kind,
    system: System,
  ): Extract<OfOneSystem, { kind: Kind }> | undefined;
};

/** A message on its way, and what the books say of it. */
type Parcel = { course: Course; system: System; step: Step | null; message: Message; entry: Said | Unreadable };

/** What a system does something about; the rest of what it gets it only takes note of. */
const ACTS_ON: Readonly<Record<Consumer, readonly Step[]>> = {
  crm: ['PRICE_CALCULATED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED'],
  mes: ['SUBMITTED', 'MANUFACTURING_APPROVED', 'CANCELLED'],
};
/** Without these the order does not go on. */
const WAITED_FOR: readonly Step[] = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'SHIPPED'];

const EXCHANGE = 'orders';
/** Between two messages of a backlog. */
const CATCH_UP_MS = 50;
const SPEAK_AGAIN_MS = 20;

export function createPost({ agenda, options, log, hinder, touch, remark, duringOf }: PostDeps): Post {
  const { timeline, limits, failures } = options;
  const receivers: Partial<Record<Consumer, (course: Course, step: Step) => void>> = {};
  const inboxes: Record<Consumer, { course: Course; step: Step }[]> = { crm: [], mes: [] };
  /** All that waits there, of which the system acts on some. */
  const waiting: Record<Consumer, number> = { crm: 0, mes: 0 };
  const outboxes: Record<System, Parcel[]> = { shop: [], crm: [], mes: [] };

  const publish: Post['publish'] = (course, system, fact, step) => {
    const { random: chance, plan } = course;
    const [messageId, spanId, latency] = [chance.uuid(), chance.hex(16), chance.int(3, 400)];
    const spoken = (course.spoken[system] ?? 0) + 1;
    course.spoken[system] = spoken;
    if (step !== null && plan.loses === step) {
      lose(course, system, step);
      return;
    }
    const late = chance.chance(failures['out-of-order']) ? chance.skewed(5 * SECOND, 12 * MINUTE, 90 * MINUTE) : 0;
    const publishedAt = timeline.wall(agenda.now() + latency + late);
    const inSeconds = system === 'crm' && chance.chance(0.3) && !timeline.isLive(agenda.now());
    const skew = duringOf('clock-skew', system);
    if (skew) touch(course, skew);
    const exactly = timeline.stated(agenda.now() + (skew?.offsetMs ?? 0), publishedAt);
    const occurredAt = inSeconds ? Math.floor(exactly / SECOND) * SECOND : exactly;
    const envelope = { messageId, spanId, occurredAt, sequence: system === 'crm' ? null : spoken, inSeconds };
    const garbling = step !== null && plan.garbles?.step === step ? plan.garbles.how : null;
    const written = write(course, system, fact, envelope, garbling);
    const message: Message = { publisher: system, exchange: EXCHANGE, ...written, publishedAt };
    const what = `${step ?? fact.status ?? fact.type} of ${nameOf(course)}`;
    if (garbling !== null) {
      plan.garbles = null;
      const entry: Unreadable = { messageId, how: garbling, publishedAt };
      course.unreadable.push(entry);
      agenda.after(latency + late, () => send({ course, system, step: null, message, entry }));
      hinder(course, 'malformed', `${what} can't be read (${garbling})`, { step: step! });
      remark(`malformed: ${what} is published ${garbling}${waits(course, step!)}`);
      return;
    }
    const { orderId, mesId, correlationId } = namesIn(course, system, fact);
    const entry: Said = {
      messageId,
      source: system,
      status: fact.status,
      orderId,
      otherNames: [...(mesId ? [`mes:${mesId}`] : []), ...(correlationId ? [`corr:${correlationId}`] : [])],
      occurredAt,
      sequence: envelope.sequence,
      publishedAt,
      arrivesAt: timeline.arrival(publishedAt),
      twins: [],
    };
    course.said.push(entry);
    agenda.after(latency + late, () => send({ course, system, step, message, entry }));
    if (late > 0) remark(`out-of-order: ${what} is published late`);
    if (!chance.chance(failures.duplicates)) return;
    const again = latency + late + chance.skewed(SECOND, 10 * MINUTE, 360 * MINUTE);
    agenda.after(again, () => repeat({ course, system, step: null, message, entry }));
    remark(`duplicates: ${what} is published twice`);
  };

  /** On to the broker, or into the outbox of a system that is silent. */
  const send = (parcel: Parcel): void => {
    const { course, system, step, entry } = parcel;
    const silence = duringOf('silent-system', system);
    if (!silence) {
      leave(parcel);
      return;
    }
    outboxes[system].push(parcel);
    entry.publishedAt = Number.POSITIVE_INFINITY;
    const what = `${step} of ${nameOf(course)} waits in the outbox of the ${system}`;
    if (step === null) touch(course, silence);
    else hinder(course, 'silent-system', what, { step, incident: silence });
  };

  const leave = ({ course, system, step, message, entry }: Parcel): void => {
    entry.publishedAt = put(message);
    if ('arrivesAt' in entry) entry.arrivesAt = timeline.arrival(entry.publishedAt);
    if (step !== null) deliver(course, system, step);
  };

  /** The same once more. What can't leave is not written down twice. */
  const repeat = ({ system, message, entry }: Parcel): void => {
    if (duringOf('silent-system', system) || !('twins' in entry)) return;
    entry.twins.push(put(message));
  };

  const put = (message: Message): Instant => {
    const publishedAt = timeline.wall(agenda.now());
    log.push({ ...message, publishedAt });
    for (const system of ['crm', 'mes'] as const) {
      const isLeft = duringOf('stopped-consumer', system) && takes(INBOXES[system]!, message.routingKey);
      if (isLeft) waiting[system] += 1;
    }
    return publishedAt;
  };

  const speakAgain = (system: System): void => {
    if (duringOf('silent-system', system)) return;
    const held = outboxes[system].splice(0);
    remark(`silent-system: the ${system} is heard again; ${held.length} messages have waited to be sent`);
    for (const [index, parcel] of held.entries()) agenda.after(SPEAK_AGAIN_MS * (index + 1), () => send(parcel));
  };

  const lose = (course: Course, system: System, step: Step): void => {
    course.plan.loses = null;
    hinder(course, 'lost-publish', `${step} of ${nameOf(course)} was never published by the ${system}`, { step });
    remark(`lost-publish: ${step} of ${nameOf(course)} was never published by the ${system}${waits(course, step)}`);
  };

  /** Where everybody else still sees the order, after a step of which nobody hears. */
  const waits = (course: Course, step: Step): string => {
    const seen = step === 'ORDER_MADE' ? course.stays.at(-1) : course.stays.at(-2);
    if (!seen) return '';
    const limit = limits(seen.status, timeline.wall(seen.at));
    const passes =
      limit === null
        ? ''
        : `, the limit ${limit < timeline.wall(agenda.now()) ? 'passed' : 'passes'} at ${toIso(limit)}`;
    return `; it stays ${seen.status} since ${toIso(timeline.wall(seen.at))}${passes}`;
  };

  const deliver = (course: Course, from: System, step: Step): void => {
    for (const system of ['crm', 'mes'] as const) {
      if (system === from || !ACTS_ON[system].includes(step)) continue;
      const stop = duringOf('stopped-consumer', system);
      if (!stop) agenda.after(course.random.int(5, 2_000), () => receivers[system]?.(course, step));
      else {
        inboxes[system].push({ course, step });
        touch(course, stop);
        if (!WAITED_FOR.includes(step)) continue;
        const sentence = `${step} of ${nameOf(course)} waits in ${system}.inbox, which nobody consumes`;
        hinder(course, 'stopped-consumer', sentence, { incident: stop });
      }
    }
  };

  const catchUp = (system: Consumer): void => {
    if (duringOf('stopped-consumer', system)) return;
    const left = inboxes[system].splice(0);
    waiting[system] = 0;
    remark(`stopped-consumer: the ${system} takes messages again; ${left.length} have waited for it`);
    for (const [index, { course, step }] of left.entries()) {
      agenda.after(CATCH_UP_MS * (index + 1), () => receivers[system]?.(course, step));
    }
  };

  return {
    publish,
    listen: (system, receive) => {
      receivers[system] = receive;
    },
    catchUp,
    speakAgain,
    queues: () =>
      SYSTEMS.flatMap(system => {
        const inbox = INBOXES[system];
        if (!inbox || system === 'shop') return [];
        const consumers = duringOf('stopped-consumer', system) ? 0 : 1;
        return { name: inbox.queue, messages: waiting[system], consumers };
      }),
  };
}
