import { type Instant, toIso } from '../platform/clock.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import { type Course, type Hindrance, nameOf, type Step } from './course.ts';
import { describeIncident, drawIncidents, type Incident, MONTH, type Rates } from './failures.ts';
import { MINUTE, SECOND } from './hours.ts';
import type { Status, System } from './process.ts';
import { type Random, random } from './random.ts';
import type { Timeline } from './timeline.ts';
import { type Fact, namesIn, type Properties, STATUS_CHANGED, write } from './wire.ts';

/** What is published, and by whom. */
export type Message = {
  publisher: System;
  exchange: string;
  routingKey: string;
  properties: Properties;
  body: Buffer;
  publishedAt: Instant;
};

/** Something that was done on purpose, told to whoever looks on. */
export type Remark = { at: Instant; text: string };

/** When an order must have left its status; null: it may stay for ever. */
export type Limits = (status: Status, since: Instant) => Instant | null;

export type WorldOptions = {
  seed: number;
  from: Instant;
  ordersPerMonth: number;
  failures: Rates;
  limits: Limits;
  /** Beside those that the failures draw. */
  incidents: readonly Incident[];
  /** Stands in every id, so that those of two stories are never the same. */
  tag: string;
  timeline: Timeline;
};

/** Where the systems live: time, chance, the messages between them, and the books of what truly happened. */
export type World = {
  agenda: Agenda;
  random: Random;
  options: WorldOptions;
  courses: Course[];
  /** How many orders there have been. */
  begun: number;
  log: Message[];
  remarks: Remark[];
  incidents: Incident[];
  /** The order truly comes into the status, and the system says so. */
  step(course: Course, system: System, status: Status, fact?: Partial<Fact>): void;
  /** Somebody acts on this, though the order is where it was. */
  call(course: Course, system: System, step: Step, fact: Fact): void;
  /** Nobody acts on it: what another system did, a progress, a note. */
  tell(course: Course, system: System, fact: Fact): void;
  listen(system: Consumer, receive: (course: Course, step: Step) => void): void;
  /** The youngest of those that last now. */
  during<Kind extends Incident['kind']>(kind: Kind): Extract<Incident, { kind: Kind }> | undefined;
  onIncident(begin: (incident: Incident) => void): void;
  hinder(course: Course, cause: Hindrance['cause'], sentence: string, step?: Step): void;
  remark(text: string): void;
};

export type Consumer = 'crm' | 'mes';

/** What a system does something about; the rest of what it gets it only takes note of. */
const ACTS_ON: Readonly<Record<Consumer, readonly Step[]>> = {
  crm: ['PRICE_CALCULATED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED'],
  mes: ['SUBMITTED', 'MANUFACTURING_APPROVED', 'CANCELLED'],
};
/** Without these the order does not go on. */
const WAITED_FOR: readonly Step[] = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'SHIPPED'];

export function createWorld(options: WorldOptions): World {
  const { timeline, limits, failures } = options;
  const agenda = createAgenda(options.from);
  const luck = random(`${options.seed} ${options.tag}`);
  const courses: Course[] = [];
  const log: Message[] = [];
  const remarks: Remark[] = [];
  const incidents: Incident[] = [];
  const beginnings: ((incident: Incident) => void)[] = [];
  const receivers: Partial<Record<Consumer, (course: Course, step: Step) => void>> = {};
  const inboxes: Record<Consumer, { course: Course; step: Step }[]> = { crm: [], mes: [] };

  const wallNow = () => timeline.wall(agenda.now());
  const remark = (text: string) => remarks.push({ at: wallNow(), text });
  const hinder: World['hinder'] = (course, cause, sentence, step) =>
    course.hindrances.push({ cause, since: wallNow(), sentence, ...(step && { step }) });

  const lasts = (incident: Incident) => {
    const until = 'until' in incident ? incident.until : incident.at;
    return incident.at <= agenda.now() && (until === null || agenda.now() < until);
  };
  const during: World['during'] = kind =>
    incidents.findLast((one): one is Extract<Incident, { kind: typeof kind }> => one.kind === kind && lasts(one));
  const isStopped = (system: Consumer) =>
    incidents.some(one => one.kind === 'stopped-consumer' && one.system === system && lasts(one));
  const offsetOf = (system: System): number => {
    const skew = incidents.findLast(one => one.kind === 'clock-skew' && one.system === system && lasts(one));
    return skew?.kind === 'clock-skew' ? skew.offsetMs : 0;
  };

  /** Draws a system's share of the moment, e.g. how long the network takes. */
  const publish = (course: Course, system: System, fact: Fact, step: Step | null): void => {
    const { random: chance, plan } = course;
    const [messageId, spanId, latency] = [chance.uuid(), chance.hex(16), chance.int(3, 400)];
    const spoken = (course.spoken[system] ?? 0) + 1;
    course.spoken[system] = spoken;
    const sequence = system === 'crm' ? null : spoken;
    if (step !== null && plan.loses === step) {
      lose(course, system, step);
      return;
    }

    const late = chance.chance(failures['out-of-order']) ? chance.skewed(5 * SECOND, 12 * MINUTE, 90 * MINUTE) : 0;
    const skew = offsetOf(system);
    const publishedAt = timeline.wall(agenda.now() + latency + late);
    const inSeconds = system === 'crm' && chance.chance(0.3) && !timeline.isLive(agenda.now());
    const exactly = timeline.stated(agenda.now() + skew, publishedAt);
    const occurredAt = inSeconds ? Math.floor(exactly / SECOND) * SECOND : exactly;
    const garbling = step !== null && plan.garbles?.step === step ? plan.garbles.how : null;
    const written = write(course, system, fact, { messageId, spanId, occurredAt, sequence, inSeconds }, garbling);
    const message: Message = { publisher: system, exchange: 'orders', ...written, publishedAt };
    if (garbling !== null) {
      plan.garbles = null;
      agenda.after(latency + late, () => log.push(message));
      course.unreadable.push({ messageId, how: garbling, publishedAt });
      hinder(course, 'malformed', `${step} of ${nameOf(course)} can't be read (${garbling})`, step!);
      remark(`malformed: ${step} of ${nameOf(course)} is published ${garbling}${waits(course)}`);
      return;
    }
    const { orderId, mesId, correlationId } = namesIn(course, system, fact);
    const otherNames = [...(mesId ? [`mes:${mesId}`] : []), ...(correlationId ? [`corr:${correlationId}`] : [])];
    const arrivesAt = timeline.arrival(publishedAt);
    const twins: Instant[] = [];
    const { status } = fact;
    course.said.push({
      messageId,
      source: system,
      status,
      orderId,
      otherNames,
      occurredAt,
      sequence,
      publishedAt,
      arrivesAt,
      twins,
    });
    agenda.after(latency + late, () => {
      log.push(message);
      if (step !== null) deliver(course, system, step);
    });
    if (late > 0) remark(`out-of-order: ${status ?? fact.type} of ${nameOf(course)} is published late`);
    if (chance.chance(failures.duplicates)) {
      const again = latency + late + chance.skewed(SECOND, 10 * MINUTE, 360 * MINUTE);
      const at = timeline.wall(agenda.now() + again);
      twins.push(at);
      agenda.after(again, () => log.push({ ...message, publishedAt: at }));
      remark(`duplicates: ${status ?? fact.type} of ${nameOf(course)} is published twice`);
    }
  };

  const lose = (course: Course, system: System, step: Step): void => {
    course.plan.loses = null;
    hinder(course, 'lost-publish', `${step} of ${nameOf(course)} was never published by the ${system}`, step);
    remark(`lost-publish: ${step} of ${nameOf(course)} was never published by the ${system}${waits(course)}`);
  };

  /** Where everybody else still sees the order, after a step of which nobody hears. */
  const waits = (course: Course): string => {
    const seen = course.stays.at(-2);
    if (!seen) return '';
    const limit = limits(seen.status, timeline.wall(seen.at));
    const passes = limit === null ? '' : `, the limit passes at ${toIso(limit)}`;
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

  const begin = (incident: Incident): void => {
    incidents.push(incident);
    remark(`${incident.kind}: ${describeIncident(incident)}`);
    for (const tell of beginnings) tell(incident);
    if (incident.kind !== 'stopped-consumer' || incident.until === null) return;
    agenda.at(incident.until, () => catchUp(incident.system));
  };

  const months = luck.fork('incidents');
  const beginMonth = (): void => {
    for (const incident of drawIncidents(months, failures, agenda.now(), timeline.endless))
      agenda.at(incident.at, () => begin(incident));
    agenda.after(MONTH, beginMonth);
  };
  agenda.at(options.from, beginMonth);
  for (const incident of options.incidents) agenda.at(incident.at, () => begin(incident));

  return {
    agenda,
    random: luck,
    options,
    courses,
    begun: 0,
    log,
    remarks,
    incidents,
    step: (course, system, status, fact = {}) => {
      course.stays.push({ status, at: agenda.now() });
      publish(course, system, { status, type: STATUS_CHANGED, ...fact }, status);
    },
    call: (course, system, step, fact) => publish(course, system, fact, step),
    tell: (course, system, fact) => publish(course, system, fact, null),
    listen: (system, receive) => {
      receivers[system] = receive;
    },
    during,
    onIncident: tell => beginnings.push(tell),
    hinder,
    remark,
  };
}
