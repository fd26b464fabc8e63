import { type Course, nameOf } from './course.ts';
import type { Begun } from './failures.ts';
import { afterWork, DAY, HOUR, MINUTE, WORKSHOP, whenOpen } from './hours.ts';
import type { World } from './world.ts';

/** While the newest are taken first, the pile is never done: this part of a month's orders lies at its bottom. */
const BOTTOM_SHARE = 0.02;

/** The people of the workshop take one order after the other, make it, pack it and hand it over. */
export function createWorkshop(world: World): (course: Course) => void {
  const { agenda, random: luck, options } = world;
  const random = luck.fork('workshop');
  const waiting: Course[] = [];
  const hands = Math.max(2, Math.ceil(options.ordersPerMonth / 250));
  const bottom = Math.ceil(options.ordersPerMonth * BOTTOM_SHARE);
  let idle = hands;

  const serve = (): void => {
    if (idle === 0 || waiting.length === 0) return;
    idle -= 1;
    agenda.at(whenOpen(agenda.now(), WORKSHOP), take);
  };
  const goOn = (): void => {
    idle += 1;
    serve();
  };

  const take = (): void => {
    const absence = world.during('nobody-takes');
    if (absence) {
      for (const course of waiting) {
        if (!course.touched.has(absence.id)) leaveUntaken(course, absence);
      }
      agenda.at(afterWork(agenda.now(), HOUR, WORKSHOP), take);
      return;
    }
    const starved = world.during('starvation');
    if (starved && waiting.length <= bottom) {
      agenda.at(afterWork(agenda.now(), HOUR, WORKSHOP), take);
      return;
    }
    const course = starved ? waiting.pop() : waiting.shift();
    if (!course) {
      goOn();
      return;
    }
    if (course.dropped) {
      take();
      return;
    }
    if (starved) for (const other of waiting) passOver(other, starved);
    start(course);
    agenda.at(afterWork(agenda.now(), random.int(15 * MINUTE, 40 * MINUTE), WORKSHOP), goOn);
  };

  const leaveUntaken = (course: Course, absence: Begun): void => {
    const sentence = `nobody in the workshop takes ${nameOf(course)}`;
    world.hinder(course, 'nobody-takes', sentence, { incident: absence });
    world.remark(`nobody-takes: ${sentence}`);
  };
  const passOver = (course: Course, starved: Begun): void => {
    world.touch(course, starved);
    if (course.hindrances.some(({ cause }) => cause === 'starvation')) return;
    const sentence = `newer orders are taken before ${nameOf(course)}`;
    world.hinder(course, 'starvation', sentence, { incident: starved });
    world.remark(`starvation: ${sentence}`);
  };

  const start = (course: Course): void => {
    world.step(course, 'mes', 'MANUFACTURING_STARTED');
    make(course, course.random.skewed(2 * DAY, 5 * DAY, 14 * DAY), course.random.chance(0.08));
  };
  const make = (course: Course, takesMs: number, again: boolean): void =>
    then(course, afterWork(agenda.now() + takesMs, 0, WORKSHOP), () => {
      world.step(course, 'mes', 'MANUFACTURING_COMPLETED');
      if (again) then(course, inHours(course, 4), () => rework(course));
      else then(course, inHours(course, 5), () => pack(course));
    });
  const rework = (course: Course): void => {
    world.step(course, 'mes', 'MANUFACTURING_STARTED', { data: { rework: true } });
    make(course, course.random.int(DAY, 3 * DAY), false);
  };
  const pack = (course: Course): void => {
    world.step(course, 'mes', 'PACKAGING');
    then(course, inHours(course, 7), () => world.step(course, 'mes', 'SHIPPED'));
  };

  const inHours = (course: Course, most: number) =>
    afterWork(agenda.now(), course.random.int(30 * MINUTE, most * HOUR), WORKSHOP);
  const then = (course: Course, at: number, action: () => void) =>
    agenda.at(at, () => {
      if (!course.dropped) action();
    });

  return course => {
    waiting.push(course);
    serve();
  };
}
