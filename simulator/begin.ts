import { type Course, GARBLINGS, type Plan, type Step } from './course.ts';
import type { Customer } from './people.ts';
import type { World } from './world.ts';

/** Enters a new order into the books and draws what will go wrong with it. */
export function beginCourse(
  world: World,
  known: Pick<Course, 'kind' | 'customer'> &
    Partial<Pick<Course, 'partner' | 'correlationId' | 'mesId' | 'priceOnly' | 'large' | 'arranged'>>,
): Course {
  const random = world.random.fork(`order ${world.begun++}`);
  const course: Course = {
    random,
    orderId: null,
    mesId: null,
    correlationId: null,
    partner: null,
    traceId: random.hex(32),
    promisedAt: null,
    express: false,
    priceOnly: false,
    large: false,
    plan: drawPlan(world, random, known.kind),
    stays: [],
    said: [],
    unreadable: [],
    hindrances: [],
    arranged: null,
    touched: new Map(),
    spoken: {},
    dropped: false,
    ...known,
  };
  world.courses.push(course);
  if (course.arranged) world.touch(course, course.arranged);
  return course;
}

export function nextCustomer(customers: Customer[], world: World, make: (number: number) => Customer): Customer {
  if (customers.length > 0 && world.random.chance(0.3)) return world.random.pick(customers);
  const customer = make(customers.length + 1);
  customers.push(customer);
  return customer;
}

/** In order of how much harm it does to lose them: the first two are those of the reference case. */
const LOSABLE: readonly Step[] = [
  'PRICE_CALCULATED',
  'PRICE_CALCULATED',
  'PRICE_CALCULATED',
  'SUBMITTED',
  'SUBMITTED',
  'ORDER_MADE',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'SHIPPED',
  'CLOSED',
  'CANCELLED',
];

function drawPlan({ options: { failures: rates } }: World, random: Course['random'], kind: Course['kind']): Plan {
  const disagreements = ['made-though-cancelled', 'cancelled-though-shipped', 'set-back'] as const;
  const losable = LOSABLE.filter(step => kind === 'upload' || step !== 'ORDER_MADE');
  return {
    loses: random.chance(rates['lost-publish']) ? random.pick(losable) : null,
    garbles: random.chance(rates.malformed) ? { step: random.pick(losable), how: random.pick(GARBLINGS) } : null,
    endless: random.chance(rates['endless-calculation']),
    calculationFails: kind === 'upload' && random.chance(rates['failed-upload']),
    disagreement: random.chance(rates.disagreement) ? random.pick(disagreements) : null,
  };
}
