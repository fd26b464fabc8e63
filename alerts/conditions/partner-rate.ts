import { z } from 'zod';
import { countArrivals } from '../../tracker/arrival-counts.ts';
import { mustBe } from '../../tracker/calendar-section.ts';
import { isDuration } from '../../tracker/iso-duration.ts';
import type { Condition } from '../condition.ts';
import { lengthOf, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import { readHours, readKnown } from '../rhythm-rows.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';
import { HOUR_MS, hourOf, sameHours, usualIn } from '../usual.ts';
import { name, number } from '../written-limits.ts';

export const partnerRate = z
  .strictObject({
    kind: z
      .literal('partnerRate')
      .meta({ description: 'A partner sends more than it should.', examples: ['partnerRate'] }),
    partner: name('A partner, as events name it. Left out: each of them.', 'acme').exactOptional(),
    over: z
      .strictObject({
        events: number('So many events are still right.', 1_000).exactOptional(),
        orders: number('So many new orders are still right.', 50).exactOptional(),
        within: z
          .string()
          .refine(
            text => isDuration(text) && lengthOf(text).ms <= 24 * HOUR_MS,
            mustBe('a duration of at most PT24H, such as PT1H'),
          )
          .meta({ description: 'In how long.', format: 'duration', examples: ['PT1H'] }),
      })
      .refine(
        ({ events, orders }) => (events === undefined) !== (orders === undefined),
        mustBe('one with either `events` or `orders`'),
      )
      .exactOptional()
      .meta({
        description:
          'The declared rate. Left out: twenty new orders, and five times as many events as usually come from it in this hour of the week.',
        examples: [{ events: 1_000, within: 'PT1H' }],
      }),
  })
  .meta({ description: '`partnerRate`: more comes for a partner than was declared, or than usual.' });

const TIMES_USUAL = 5;
/** Fewer new orders within an hour are in nobody's way. What they make others say goes on for longer. */
const LEAST = 20;

export type Rate = { events: number; orders: number };

/** By what is learned. `usual`: events in the same hour of earlier weeks; `goesOn`: it was too much already. */
export function isTooMuch({ events, orders }: Rate, usual: number, goesOn: boolean): boolean {
  return events > TIMES_USUAL * usual && (goesOn ? events : orders) >= LEAST;
}

export function compilePartnerRate({ partner, over }: z.infer<typeof partnerRate>, on: RuleContext): Condition {
  const withinMs = over ? lengthOf(over.within).ms : HOUR_MS;
  const counted = over?.orders === undefined ? 'events' : 'orders';
  const levels = over && numberLevels((over.events ?? over.orders)!, on);
  const foundOf = (rate: Rate & { name: string }, usual: number | null, goesOn: boolean) => {
    const level = levels && worstPassed(levels, level => rate[counted] > level.over);
    if (levels ? !level : usual === null || !isTooMuch(rate, usual, goesOn)) return [];
    const length = lengthInWords(withinMs);
    const right = level ? level.over : Math.round(usual!);
    return foundThing(subjectOf(rate.name), {
      severity: level?.severity ?? on.severity,
      detail: {
        en: `${rate[counted]} ${counted} from ${rate.name} within ${length.en}; ${level ? 'declared are' : 'usual are'} ${right}.`,
        ru: `От ${rate.name} за ${length.ru} ${counted === 'events' ? 'событий' : 'заказов'}: ${rate[counted]}; ${level ? 'заявлено' : 'обычно'} ${right}.`,
      },
    });
  };
  return {
    kind: 'partnerRate',
    look: async ({ db, now, open }) => {
      const all = await countArrivals(db, { after: now - withinMs, upTo: now }, 'partner');
      const rates = [...Map.groupBy(all, ({ name }) => name)]
        .filter(([name]) => partner === undefined || name === partner)
        .map(([name, hours]): Rate & { name: string } => ({
          name,
          events: hours.reduce((sum, { events }) => sum + events, 0),
          orders: hours.reduce((sum, { orders }) => sum + orders, 0),
        }));
      const lookedAt = rates.length;
      if (levels) return { kind: 'seen', lookedAt, found: rates.flatMap(rate => foundOf(rate, null, false)) };
      const many = rates.filter(({ events }) => events >= LEAST).map(({ name }) => name);
      // The last sixty minutes lie in two hours of the clock; the busier one counts.
      const hours = [hourOf(now), hourOf(now - withinMs)];
      const history = await readHours(
        db,
        'partner',
        many,
        hours.flatMap(hour => sameHours(hour, on.zone)),
      );
      const usual = new Map(
        (await readKnown(db, 'partner', many)).map(known => {
          const ofHours = hours.map(hour => usualIn(hour, { ...known, hours: history.get(known.name)! }, on.zone));
          return [known.name, ofHours.includes(null) ? null : Math.max(...ofHours.map(Number))];
        }),
      );
      const found = rates.flatMap(rate => {
        const goesOn = open.some(({ subject }) => subject === subjectOf(rate.name));
        return foundOf(rate, usual.get(rate.name) ?? null, goesOn);
      });
      return { kind: 'seen', lookedAt, found };
    },
  };
}

function subjectOf(partner: string): string {
  return `partner:${partner}`;
}
