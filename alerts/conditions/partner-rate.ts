import { z } from 'zod';
import { countArrivals } from '../../tracker/arrival-counts.ts';
import { mustBe } from '../../tracker/calendar-section.ts';
import { isDuration } from '../../tracker/iso-duration.ts';
import type { Condition } from '../condition.ts';
import { lengthOf, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import { readBusiest, readHours, readKnown } from '../rhythm-rows.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';
import { HOUR_MS, hourOf, LEARNED_MS, sameHours, usualIn } from '../usual.ts';
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
          'The declared rate. Left out: twenty new orders within the hour, more than three times as many as in its busiest hours of the last four weeks, and five times the events of this hour of the week.',
        examples: [{ events: 1_000, within: 'PT1H' }],
      }),
  })
  .meta({ description: '`partnerRate`: more comes for a partner than was declared, or than usual.' });

const TIMES_USUAL = 5;
/** Fewer new orders within an hour are in nobody's way; nor are as many as come when several of the usual batches do. */
const LEAST = 20;
const TIMES_BUSIEST = 3;

export type Rate = { events: number; orders: number };

/** `usual`: events in the same hour of earlier weeks; `busiest`: new orders in the busiest hours (`readBusiest`). */
export type UsualRate = { usual: number; busiest: number };

/** By what is learned. `goesOn`: it was too much already, and what its orders make others say goes on for longer. */
export function isTooMuch({ events, orders }: Rate, { usual, busiest }: UsualRate, goesOn: boolean): boolean {
  if (events <= TIMES_USUAL * usual) return false;
  return goesOn ? events >= LEAST : orders >= LEAST && orders > TIMES_BUSIEST * busiest;
}

export function compilePartnerRate({ partner, over }: z.infer<typeof partnerRate>, on: RuleContext): Condition {
  const withinMs = over ? lengthOf(over.within).ms : HOUR_MS;
  const counted = over?.orders === undefined ? 'events' : 'orders';
  const levels = over && numberLevels((over.events ?? over.orders)!, on);
  const foundOf = (rate: Rate & { name: string }, learned: UsualRate | null, goesOn: boolean) => {
    const level = levels && worstPassed(levels, level => rate[counted] > level.over);
    if (levels ? !level : learned === null || !isTooMuch(rate, learned, goesOn)) return [];
    const length = lengthInWords(withinMs);
    const right = level ? level.over : Math.round(learned!.usual);
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
      const busiest = await readBusiest(db, many, { from: now - LEARNED_MS, before: hourOf(now - withinMs) });
      const usual = new Map(
        (await readKnown(db, 'partner', many)).map(known => {
          const ofHours = hours.map(hour => usualIn(hour, { ...known, hours: history.get(known.name)! }, on.zone));
          const learned = { usual: Math.max(...ofHours.map(Number)), busiest: busiest.get(known.name) ?? 0 };
          return [known.name, ofHours.includes(null) ? null : learned];
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
