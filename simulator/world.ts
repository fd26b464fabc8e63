import type { Instant } from '../platform/clock.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import type { Course, Hindrance, Step } from './course.ts';
import { type Begun, describeIncident, drawIncidents, type Incident, MONTH, type Rates } from './failures.ts';
import { createPost, type Post, type PostDeps } from './post.ts';
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
  incidents: Begun[];
  /** The order truly comes into the status, and the system says so. */
  step(course: Course, system: System, status: Status, fact?: Partial<Fact>): void;
  /** Somebody acts on this, though the order is where it was. */
  call(course: Course, system: System, step: Step, fact: Fact): void;
  /** Nobody acts on it: what another system did, a progress, a note. */
  tell(course: Course, system: System, fact: Fact): void;
  listen(system: Consumer, receive: (course: Course, step: Step) => void): void;
  /** The youngest of those that last now. */
  during<Kind extends Incident['kind']>(kind: Kind): Extract<Begun, { kind: Kind }> | undefined;
  onIncident(begin: (incident: Begun) => void): void;
  /** Of what befell it with many others, `incident` says which; an arranged failure of its own is known. */
  hinder(
    course: Course,
    cause: Hindrance['cause'],
    sentence: string,
    more?: { step?: Step; incident?: Begun | undefined },
  ): void;
  /** The incident has something to do with the order. */
  touch(course: Course, incident: Begun): void;
  queues: Post['queues'];
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
  const incidents: Begun[] = [];
  const beginnings: ((incident: Begun) => void)[] = [];

  const wallNow = () => timeline.wall(agenda.now());
  const remark = (text: string) => remarks.push({ at: wallNow(), text });
  const touch: World['touch'] = ({ touched }, { id }) => {
    if (!touched.has(id)) touched.set(id, wallNow());
  };
  const hinder: World['hinder'] = (course, cause, sentence, { step, incident } = {}) => {
    const by = incident ?? (course.arranged?.kind === cause ? course.arranged : undefined);
    if (by) touch(course, by);
    course.hindrances.push({ cause, since: wallNow(), sentence, incident: by?.id ?? null, ...(step && { step }) });
  };

  const lasts = (incident: Incident) => {
    const until = 'until' in incident ? incident.until : incident.at;
    return incident.at <= agenda.now() && (until === null || agenda.now() < until);
  };
  const during: World['during'] = kind =>
    incidents.findLast((one): one is Extract<Begun, { kind: typeof kind }> => one.kind === kind && lasts(one));
  const duringOf: PostDeps['duringOf'] = (kind, system) =>
    incidents.findLast(
      (one): one is Extract<Begun, { kind: typeof kind }> => one.kind === kind && one.system === system && lasts(one),
    );

  const post = createPost({ agenda, options, log, hinder, touch, remark, duringOf });

  const begin = (incident: Incident): void => {
    const number = incidents.filter(({ kind }) => kind === incident.kind).length + 1;
    const begun: Begun = { ...incident, id: `${incident.kind} ${number}` };
    incidents.push(begun);
    remark(`${begun.kind}: ${describeIncident(begun)}`);
    for (const tell of beginnings) tell(begun);
    if (begun.kind === 'silent-system') agenda.at(begun.until, () => post.speakAgain(begun.system));
    if (begun.kind !== 'stopped-consumer' || begun.until === null) return;
    agenda.at(begun.until, () => post.catchUp(begun.system));
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
    touch,
    remark,
    queues: post.queues,
  };
}
