import type { Instant } from '../platform/clock.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import type { Course, Hindrance, Step } from './course.ts';
import { describeIncident, drawIncidents, type Incident, MONTH, type Rates } from './failures.ts';
import { createPost } from './post.ts';
import type { Status, System } from './process.ts';
import { type Random, random } from './random.ts';
import type { Timeline } from './timeline.ts';
import { type Fact, type Properties, STATUS_CHANGED } from './wire.ts';

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
  /** Before this instant none are drawn: what lasts there has been arranged. */
  drawnFrom: Instant;
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

export function createWorld(options: WorldOptions): World {
  const { timeline, failures } = options;
  const agenda = createAgenda(options.from);
  const luck = random(`${options.seed} ${options.tag}`);
  const courses: Course[] = [];
  const log: Message[] = [];
  const remarks: Remark[] = [];
  const incidents: Incident[] = [];
  const beginnings: ((incident: Incident) => void)[] = [];

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

  const post = createPost({ agenda, options, log, hinder, remark, isStopped, offsetOf });

  const begin = (incident: Incident): void => {
    incidents.push(incident);
    remark(`${incident.kind}: ${describeIncident(incident)}`);
    for (const tell of beginnings) tell(incident);
    if (incident.kind !== 'stopped-consumer' || incident.until === null) return;
    agenda.at(incident.until, () => post.catchUp(incident.system));
  };

  const months = luck.fork('incidents');
  const beginMonth = (): void => {
    for (const incident of drawIncidents(months, failures, agenda.now(), timeline.endless))
      if (incident.at >= options.drawnFrom) agenda.at(incident.at, () => begin(incident));
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
      post.publish(course, system, { status, type: STATUS_CHANGED, ...fact }, status);
    },
    call: (course, system, step, fact) => post.publish(course, system, fact, step),
    tell: (course, system, fact) => post.publish(course, system, fact, null),
    listen: post.listen,
    during,
    onIncident: tell => beginnings.push(tell),
    hinder,
    remark,
  };
}
