import { type Course, nameOf } from './course.ts';
import { HOUR, MINUTE } from './hours.ts';
import type { World } from './world.ts';

const CALCULATORS = 2;
/** When somebody ends what does not end by itself. */
const WATCHDOG_MS = HOUR;
const PROGRESS = [25, 50, 75];

/** The price of a model: 2 to 30 minutes of calculation, first come, first served; large ones when nothing else waits. */
export function createCalculation(world: World, done: (course: Course) => void): (course: Course) => void {
  const waiting: Course[] = [];
  const large: Course[] = [];
  const inWork = new Set<Course>();

  const next = (): void => {
    if (inWork.size === CALCULATORS) return;
    const course = waiting.shift() ?? large.shift();
    if (!course) return;
    inWork.add(course);
    calculate(course);
  };
  const free = (course: Course): void => {
    inWork.delete(course);
    next();
  };
  /** It stands behind a flood. */
  const noteCrowd = (course: Course): void => {
    for (const { arranged } of [...inWork, ...waiting, ...large]) {
      if (arranged?.kind === 'flood') world.touch(course, arranged);
    }
  };

  const calculate = (course: Course): void => {
    const { random, plan } = course;
    const takes = course.large ? random.int(2 * HOUR, 4 * HOUR) : random.skewed(2 * MINUTE, 10 * MINUTE, 30 * MINUTE);
    const quarter = takes / 4;
    const stopsAt = plan.endless ? random.int(0, PROGRESS.length) : PROGRESS.length;
    for (const [index, percent] of PROGRESS.slice(0, stopsAt).entries()) {
      world.agenda.after(Math.round(quarter * (index + 1)), () => fact(course, 'progress', { percent }));
    }
    if (plan.endless) {
      const reached = PROGRESS[stopsAt - 1] ?? 0;
      const sentence = `the calculation of ${nameOf(course)} stopped at ${reached} %`;
      world.hinder(course, 'endless-calculation', sentence);
      world.remark(`endless-calculation: ${sentence} and will never end`);
      world.agenda.after(WATCHDOG_MS, () => free(course));
    } else world.agenda.after(Math.round(quarter * 4), () => end(course));
  };

  const end = (course: Course): void => {
    free(course);
    if (!course.plan.calculationFails) {
      done(course);
      return;
    }
    const sentence = `the calculation of the upload ${nameOf(course)} failed: no order is made of it`;
    world.hinder(course, 'failed-upload', sentence);
    world.remark(`failed-upload: ${sentence}`);
    fact(course, 'failed', { reason: 'mesh is not closed' });
  };

  const fact = (course: Course, what: string, data: object) =>
    world.tell(course, 'mes', { status: null, type: `order.calculation_${what}`, data });

  return course => {
    noteCrowd(course);
    if (course.express) waiting.unshift(course);
    else (course.large ? large : waiting).push(course);
    next();
  };
}
