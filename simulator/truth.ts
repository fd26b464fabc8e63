import type { Instant } from '../platform/clock.ts';
import type { Course, Garbling, Hindrance, Said } from './course.ts';
import type { Begun, Incident } from './failures.ts';
import type { Status } from './process.ts';
import { read } from './reading.ts';
import type { Limits, World } from './world.ts';

/** An order as everybody must see it who has heard all that was published by then and nothing else. */
export type SeenOrder = {
  /** Its order id; or, while nobody has said that, `~mes:…` or `~corr:…`. */
  orderId: string;
  provisional: boolean;
  otherNames: readonly string[];
  status: Status | null;
  since: Instant | null;
  /** When it must have left the status. */
  dueAt: Instant | null;
  stuck: boolean;
  /** Why, and since when: null when it is not stuck. */
  why: Hindrance | null;
  disagrees: boolean;
  messages: number;
  duplicates: number;
  /** Where it truly is: more than anybody can know. */
  truly: { status: Status; since: Instant };
};

export type Truth = {
  now: Instant;
  orders: SeenOrder[];
  /** By message id: what can't be read, and has to be kept for somebody to look at. */
  unreadable: { messageId: string; how: Garbling }[];
};

/** What is true at an instant of the real clock, up to which the story must have been told. */
export function truthOf({ courses, incidents, options: { limits, timeline } }: World, now: Instant): Truth {
  const toldBy = ({ publishedAt }: { publishedAt: Instant }) => publishedAt <= now;
  const begun = incidents.filter(({ at }) => timeline.wall(at) <= now);
  const orders = courses.flatMap(course => {
    const truly = course.stays.findLast(({ at }) => timeline.wall(at) <= now);
    if (!truly) return [];
    const stay = { status: truly.status, since: timeline.wall(truly.at) };
    return rows(course.said.filter(toldBy)).map(row =>
      see(row, course, { truly: stay, incidents: begun, limits, now }),
    );
  });
  const unreadable = courses.flatMap(course =>
    course.unreadable.filter(toldBy).map(({ messageId, how }) => ({ messageId, how })),
  );
  return { now, orders, unreadable };
}

/** `torn`: the order is known under its id, but nobody hears that this is the same one. */
type Row = { orderId: string; words: Said[]; torn: boolean };

/** What was said under the order id; what was said without, if nobody has said that both are the same. */
function rows(said: readonly Said[]): Row[] {
  const named = said.filter(({ orderId }) => orderId !== null);
  const known = new Set(named.flatMap(({ otherNames }) => otherNames));
  const [joined, apart] = [[] as Said[], new Map<string, Said[]>()];
  for (const word of said.filter(({ orderId }) => orderId === null)) {
    const name = word.otherNames[0]!;
    if (known.has(name)) joined.push(word);
    else apart.set(name, [...(apart.get(name) ?? []), word]);
  }
  const [first] = named;
  return [
    ...(first ? [{ orderId: first.orderId!, words: [...named, ...joined], torn: false }] : []),
    ...[...apart].map(([name, words]) => ({ orderId: `~${name}`, words, torn: first !== undefined })),
  ];
}

type Looking = { truly: SeenOrder['truly']; incidents: readonly Begun[]; limits: Limits; now: Instant };

function see({ orderId, words, torn }: Row, course: Course, { truly, incidents, limits, now }: Looking): SeenOrder {
  const { status, since, disagrees } = read(words);
  const dueAt = status === null ? null : limits(status, since!);
  const stuck = dueAt !== null && now > dueAt;
  return {
    orderId,
    provisional: orderId.startsWith('~'),
    otherNames: [...new Set(words.flatMap(({ otherNames }) => otherNames))].sort(),
    status,
    since,
    dueAt,
    stuck,
    why: stuck ? whyOf(course, { torn, incidents, now }) : null,
    disagrees,
    messages: words.length,
    duplicates: words.reduce((sum, { twins }) => sum + twins.filter(at => at <= now).length, 0),
    truly,
  };
}

/** The last that befell the order itself; else the last of what befell all. */
function whyOf(
  course: Course,
  { torn, incidents, now }: { torn: boolean; incidents: readonly Begun[]; now: Instant },
): Hindrance | null {
  const own = course.hindrances.filter(({ since }) => since <= now).sort((a, b) => a.since - b.since);
  const tearing = torn ? own.find(({ step }) => step === 'ORDER_MADE') : undefined;
  const hindrance = tearing ?? own.at(-1);
  if (hindrance) return hindrance;
  const crowd = incidents.findLast(({ kind }) => CROWDING.has(kind));
  return crowd
    ? {
        cause: crowd.kind,
        since: crowd.at,
        sentence: 'there are more orders than can be dealt with',
        incident: crowd.id,
      }
    : null;
}

/** After these there is a queue for days. */
const CROWDING: ReadonlySet<Incident['kind']> = new Set([
  'flood',
  'storm',
  'stopped-consumer',
  'starvation',
  'silent-system',
  'nobody-takes',
]);
