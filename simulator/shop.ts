import { beginCourse, nextCustomer } from './begin.ts';
import type { Course, Plan } from './course.ts';
import { type Begun, type Incident, MONTH } from './failures.ts';
import { HOUR, hourOfDay, MINUTE } from './hours.ts';
import { aCustomer, type Customer } from './people.ts';
import type { World } from './world.ts';

/** Of all orders; the others are partners' uploads. */
export const WEB_SHARE = 0.75;

/** The web shop: a cart that carries nothing but a correlation id, and some time later an order of it. */
export function openShop(world: World): void {
  const { agenda, random: luck, options } = world;
  const random = luck.fork('shop');
  const customers: Customer[] = [];
  const mean = MONTH / (options.ordersPerMonth * WEB_SHARE);
  let ordered = 1_000;

  const cart = (arranged: Begun | null = null): Course => {
    const customer = nextCustomer(customers, world, number => aCustomer(random, number));
    return beginCourse(world, { kind: 'web', customer, correlationId: random.uuid(), arranged });
  };
  const submit = (course: Course): void => {
    ordered += 1;
    course.orderId = options.tag === '' ? `ORD-${ordered}` : `ORD-${options.tag}-${ordered}`;
    world.step(course, 'shop', 'SUBMITTED', { introducesCustomer: true });
  };
  const visit = (): void => {
    const course = cart();
    world.step(course, 'shop', 'INITIATED', { unnamed: true });
    if (course.random.chance(0.1)) {
      agenda.after(72 * HOUR + course.random.int(0, HOUR), () => expire(course));
    } else agenda.after(course.random.skewed(2 * MINUTE, 8 * MINUTE, 3 * HOUR), () => submit(course));
  };
  /** Nobody came back to it. */
  const expire = (course: Course) => world.step(course, 'shop', 'CANCELLED', { unnamed: true });

  const wait = (): void => {
    const factor = world.during('storm')?.factor ?? 1;
    agenda.after(random.gap(mean / (BUSIEST * factor)), () => {
      if (random.chance(bustle(hourOfDay(agenda.now())) / BUSIEST)) visit();
      wait();
    });
  };
  wait();

  world.onIncident(incident => {
    const harm = HARMS[incident.kind];
    if (!harm) return;
    const course = cart(incident);
    // Its calculation must have ended long before its limit passes, whatever else waits.
    course.express = true;
    course.plan = { ...course.plan, loses: null, garbles: null, endless: false, ...harm };
    submit(course);
  });
}

/** What befalls the one order of an incident: nobody hears its price. */
const HARMS: { readonly [Kind in Incident['kind']]?: Partial<Plan> } = {
  'lost-publish': { loses: 'PRICE_CALCULATED' },
  malformed: { garbles: { step: 'PRICE_CALCULATED', how: 'renamed-status' } },
  'endless-calculation': { endless: true },
};

const BUSIEST = 1.8;

/** How many more customers than on average there are at this hour of the day in Moscow. */
function bustle(hour: number): number {
  if (hour < 7) return 0.25;
  if (hour < 10) return 0.85;
  if (hour < 18) return 1.25;
  return hour < 23 ? BUSIEST : 0.8;
}
