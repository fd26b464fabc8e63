import { type Instant, toIso } from '../platform/clock.ts';
import type { Agenda } from './agenda.ts';
import { type Course, nameOf, type Step } from './course.ts';
import { MINUTE, SECOND } from './hours.ts';
import type { System } from './process.ts';
import { type Fact, namesIn, write } from './wire.ts';
import type { Consumer, Message, World, WorldOptions } from './world.ts';

/** The messages between the systems, and everything that befalls them under way. */
export type Post = {
  /** `step`: what somebody acts on; null for what is only told. */
  publish(course: Course, system: System, fact: Fact, step: Step | null): void;
  listen(system: Consumer, receive: (course: Course, step: Step) => void): void;
  /** The system takes messages again, those first that have waited. */
  catchUp(system: Consumer): void;
};

export type PostDeps = Pick<World, 'hinder' | 'remark'> & {
  agenda: Agenda;
  options: WorldOptions;
  log: Message[];
  isStopped(system: Consumer): boolean;
  /** What the clock of the system shows less what it is. */
  offsetOf(system: System): number;
};

/** What a system does something about; the rest of what it gets it only takes note of. */
const ACTS_ON: Readonly<Record<Consumer, readonly Step[]>> = {
  crm: ['PRICE_CALCULATED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED'],
  mes: ['SUBMITTED', 'MANUFACTURING_APPROVED', 'CANCELLED'],
};
/** Without these the order does not go on. */
const WAITED_FOR: readonly Step[] = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'SHIPPED'];

const EXCHANGE = 'orders';

export function createPost({ agenda, options, log, hinder, remark, isStopped, offsetOf }: PostDeps): Post {
  const { timeline, limits, failures } = options;
  const receivers: Partial<Record<Consumer, (course: Course, step: Step) => void>> = {};
  const inboxes: Record<Consumer, { course: Course; step: Step }[]> = { crm: [], mes: [] };

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
    const exactly = timeline.stated(agenda.now() + offsetOf(system), publishedAt);
    const occurredAt = inSeconds ? Math.floor(exactly / SECOND) * SECOND : exactly;
    const envelope = { messageId, spanId, occurredAt, sequence: system === 'crm' ? null : spoken, inSeconds };
    const garbling = step !== null && plan.garbles?.step === step ? plan.garbles.how : null;
    const written = write(course, system, fact, envelope, garbling);
    const message: Message = { publisher: system, exchange: EXCHANGE, ...written, publishedAt };
    agenda.after(latency + late, () => {
      log.push(message);
      if (step !== null && garbling === null) deliver(course, system, step);
    });
    const what = `${step ?? fact.status ?? fact.type} of ${nameOf(course)}`;
    if (garbling !== null) {
      plan.garbles = null;
      course.unreadable.push({ messageId, how: garbling, publishedAt });
      hinder(course, 'malformed', `${what} can't be read (${garbling})`, step!);
      remark(`malformed: ${what} is published ${garbling}${waits(course, step!)}`);
      return;
    }
    const { orderId, mesId, correlationId } = namesIn(course, system, fact);
    const twins: Instant[] = [];
    course.said.push({
      messageId,
      source: system,
      status: fact.status,
      orderId,
      otherNames: [...(mesId ? [`mes:${mesId}`] : []), ...(correlationId ? [`corr:${correlationId}`] : [])],
      occurredAt,
      sequence: envelope.sequence,
      publishedAt,
      arrivesAt: timeline.arrival(publishedAt),
      twins,
    });
    if (late > 0) remark(`out-of-order: ${what} is published late`);
    if (!chance.chance(failures.duplicates)) return;
    const again = latency + late + chance.skewed(SECOND, 10 * MINUTE, 360 * MINUTE);
    const at = timeline.wall(agenda.now() + again);
    twins.push(at);
    agenda.after(again, () => log.push({ ...message, publishedAt: at }));
    remark(`duplicates: ${what} is published twice`);
  };

  const lose = (course: Course, system: System, step: Step): void => {
    course.plan.loses = null;
    hinder(course, 'lost-publish', `${step} of ${nameOf(course)} was never published by the ${system}`, step);
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
      if (!isStopped(system)) agenda.after(course.random.int(5, 2_000), () => receivers[system]?.(course, step));
      else {
        inboxes[system].push({ course, step });
        if (!WAITED_FOR.includes(step)) continue;
        hinder(
          course,
          'stopped-consumer',
          `${step} of ${nameOf(course)} waits in ${system}.inbox, which nobody consumes`,
        );
      }
    }
  };

  const catchUp = (system: Consumer): void => {
    if (isStopped(system)) return;
    const waiting = inboxes[system].splice(0);
    remark(`stopped-consumer: the ${system} takes messages again; ${waiting.length} have waited for it`);
    for (const [index, { course, step }] of waiting.entries()) {
      agenda.after(50 * (index + 1), () => receivers[system]?.(course, step));
    }
  };

  return {
    publish,
    listen: (system, receive) => {
      receivers[system] = receive;
    },
    catchUp,
  };
}
