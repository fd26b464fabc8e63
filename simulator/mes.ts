import { beginCourse } from './begin.ts';
import { createCalculation } from './calculation.ts';
import { type Course, nameOf } from './course.ts';
import type { Begun } from './failures.ts';
import { afterWork, HOUR, MINUTE, OFFICE } from './hours.ts';
import { aPartner, PARTNERS, type Partner } from './people.ts';
import { isAhead } from './process.ts';
import { WEB_SHARE } from './shop.ts';
import { createWorkshop } from './workshop.ts';
import type { World } from './world.ts';

const OFFICE_HOURS_A_MONTH = 26 * (OFFICE.to - OFFICE.from) * HOUR;
const MODELS_AN_UPLOAD = 4.5;
/** Of a flood. */
const LARGE_SHARE = 0.03;

/** The manufacturing system: takes partners' uploads, calculates prices, and runs the workshop. */
export function openMes(world: World): void {
  const { agenda, random: luck, options } = world;
  const random = luck.fork('mes');
  let numbered = 0;

  const calculate = createCalculation(world, course => {
    if (!course.dropped)
      world.step(course, 'mes', 'PRICE_CALCULATED', { data: { price: course.random.int(90, 4_000) * 100 } });
  });
  const manufacture = createWorkshop(world);

  const newId = (): string => {
    numbered += 1;
    return options.tag === '' ? `M-${numbered}` : `M-${options.tag}-${numbered}`;
  };
  const upload = (
    partner: Partner,
    { priceOnly = false, large = false, arranged = null as Begun | null } = {},
  ): void => {
    const course = beginCourse(world, {
      kind: 'upload',
      customer: partner.contact,
      partner: partner.id,
      mesId: newId(),
      priceOnly,
      large,
      arranged,
    });
    if (arranged?.kind === 'failed-upload') {
      course.express = true;
      course.plan = { ...course.plan, endless: false, calculationFails: true };
    }
    world.step(course, 'mes', 'SUBMITTED', { unnamed: true, data: { file: `${course.mesId}.stl` } });
    calculate(course);
  };

  world.listen('mes', (course, step) => {
    if (step === 'SUBMITTED') {
      course.mesId = newId();
      calculate(course);
    } else if (step === 'MANUFACTURING_APPROVED') manufacture(course);
    else if (step === 'CANCELLED') drop(course);
  });

  const drop = (course: Course): void => {
    const made = course.stays.findLast(({ status }) => status !== 'CANCELLED')!.status;
    if (isAhead(made, 'CANCELLED')) course.dropped = true;
    else world.hinder(course, 'disagreement', `${nameOf(course)} was cancelled when it had left the house`);
  };

  const wait = (): void => {
    const factor = world.during('storm')?.factor ?? 1;
    const uploads = options.ordersPerMonth * (1 - WEB_SHARE) * factor;
    agenda.at(afterWork(agenda.now(), random.gap((OFFICE_HOURS_A_MONTH * MODELS_AN_UPLOAD) / uploads), OFFICE), () => {
      const partner = aPartner(random);
      for (let models = random.int(1, partner.models); models > 0; models--) {
        agenda.after(random.int(0, 10 * MINUTE), () => upload(partner));
      }
      wait();
    });
  };
  wait();

  world.onIncident(incident => {
    if (incident.kind === 'failed-upload') upload(PARTNERS[0]!, { arranged: incident });
    if (incident.kind !== 'flood') return;
    for (let models = incident.uploads; models > 0; models--) {
      const large = models <= incident.uploads * LARGE_SHARE;
      agenda.after(random.int(0, incident.until - incident.at), () =>
        upload(PARTNERS[0]!, { priceOnly: true, large, arranged: incident }),
      );
    }
  });
}
