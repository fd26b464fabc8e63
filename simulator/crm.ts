import { type Course, nameOf, type Step } from './course.ts';
import { AWAKE, afterWork, DAY, HOUR, MINUTE, OFFICE, whenOpen } from './hours.ts';
import { isAhead, type Status } from './process.ts';
import { ORDER_MADE, STATUS_CHANGED } from './wire.ts';
import type { World } from './world.ts';

/** What the MES brings an order into; the CRM repeats it, sooner or later. */
const REPEATED: readonly string[] = [
  'PRICE_CALCULATED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
];

/** The CRM: makes orders of uploads, asks the customer, cancels, and closes. */
export function openCrm(world: World): void {
  const { agenda, options } = world;
  let made = 0;

  const makeOrder = (course: Course): void => {
    made += 1;
    course.orderId = options.tag === '' ? `ORD-B${made}` : `ORD-${options.tag}-B${made}`;
    const status = 'SUBMITTED';
    world.call(course, 'crm', 'ORDER_MADE', { status, type: ORDER_MADE, introducesCustomer: true });
  };

  const ask = (course: Course): void => {
    const { random, kind, priceOnly } = course;
    const partner = kind === 'upload';
    const yes = priceOnly ? 0.1 : partner ? 0.95 : 0.86;
    const [says, hours, wakeful] = [random.chance(yes), partner ? 20 : 40, partner ? OFFICE : AWAKE];
    const answers = whenOpen(agenda.now() + random.skewed(10 * MINUTE, 3 * HOUR, hours * HOUR), wakeful);
    if (says) agenda.at(answers, () => approve(course));
    // Some say no, some nothing: then it ends by itself.
    else if (random.chance(0.6)) agenda.at(answers, () => cancel(course));
    else agenda.after(50 * HOUR, () => cancel(course));
  };

  const approve = (course: Course): void => {
    if (isOver(course)) return;
    course.promisedAt = options.timeline.wall(agenda.now()) + course.random.int(21, 35) * DAY;
    world.step(course, 'crm', 'MANUFACTURING_APPROVED', { promises: true });
    if (course.random.chance(0.02)) agenda.after(course.random.int(HOUR, 6 * DAY), () => cancel(course));
  };

  /** As far as the CRM knows, it can still be. */
  const cancel = (course: Course): void => {
    const present = course.stays.at(-1)!.status;
    if (isAhead(present, 'CANCELLED')) world.step(course, 'crm', 'CANCELLED');
  };

  const close = (course: Course): void => {
    if (course.stays.some(({ status }) => status === 'CANCELLED')) {
      world.hinder(course, 'disagreement', `${nameOf(course)} was cancelled in the CRM, and the MES shipped it`);
      return;
    }
    const { random, plan } = course;
    if (plan.disagreement === 'cancelled-though-shipped') {
      agenda.after(random.int(DAY, 4 * DAY), () => disagree(course, 'CANCELLED', 'the CRM cancels what is shipped'));
    } else {
      const delivered = afterWork(agenda.now() + random.skewed(2 * DAY, 4 * DAY, 9 * DAY), 0, OFFICE);
      agenda.at(delivered, () => world.step(course, 'crm', 'CLOSED'));
    }
  };

  const disagree = (course: Course, status: Status, why: string): void => {
    world.hinder(course, 'disagreement', `${nameOf(course)}: ${why}`);
    world.remark(`disagreement: ${nameOf(course)}: ${why}`);
    world.tell(course, 'crm', { status, type: STATUS_CHANGED });
  };

  const meddle = (course: Course, step: Step): void => {
    const { plan, random } = course;
    if (plan.disagreement === 'made-though-cancelled' && step === 'PACKAGING') {
      plan.disagreement = null;
      cancelledHere.add(course);
      const why = 'the CRM cancels it, and the MES does not listen';
      agenda.after(random.int(MINUTE, 10 * MINUTE), () => disagree(course, 'CANCELLED', why));
    }
    if (plan.disagreement === 'set-back' && step === 'MANUFACTURING_STARTED') {
      plan.disagreement = null;
      const why = 'the CRM falls back to a status from before';
      agenda.after(random.int(HOUR, 5 * HOUR), () => disagree(course, 'PRICE_CALCULATED', why));
    }
  };
  const cancelledHere = new WeakSet<Course>();
  const isOver = (course: Course) => course.stays.at(-1)!.status === 'CANCELLED';

  world.listen('crm', (course, step) => {
    const { random, plan } = course;
    if (REPEATED.includes(step) && (plan.disagreement === 'set-back' || random.chance(0.6))) {
      const status = step as Status;
      agenda.after(random.skewed(MINUTE, 15 * MINUTE, 3 * HOUR), () => {
        if (course.orderId !== null) world.tell(course, 'crm', { status, type: STATUS_CHANGED });
      });
    }
    meddle(course, step);
    if (step === 'PRICE_CALCULATED') {
      if (course.kind === 'web') ask(course);
      else {
        agenda.after(random.int(20_000, 50_000), () => {
          makeOrder(course);
          ask(course);
        });
      }
    } else if (step === 'SHIPPED' && !cancelledHere.has(course)) close(course);
  });
}
