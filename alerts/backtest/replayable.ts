import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { ConditionDeclaration } from '../condition-kinds.ts';
import { stayRulesOf } from '../conditions/dwell.ts';
import type { RuleContext } from '../rule-context.ts';
import { replayDivergence } from './disagreements.ts';
import { replayPartnerRate } from './partner-rates.ts';
import { replayPromises } from './promises.ts';
import { replaySilence } from './silences.ts';
import type { OrderReplay } from './spells.ts';
import { replayStays } from './stays.ts';
import type { ThingReplay } from './thing-replay.ts';
import { type Learned, replayProvisional, replaySequenceGap, replayStalled } from './waits.ts';

/** How a condition is held against the past, or why it can't be. */
export type Replayable =
  | { kind: 'orders'; replay: OrderReplay }
  | { kind: 'things'; replay: ThingReplay }
  | { kind: 'refused'; because: LocalizedText };

const NOT_RECORDED: Readonly<Record<string, LocalizedText>> = {
  queues: {
    en: 'Nobody recorded what stood in the queues in the past, so a rule about queues can not be run over it.',
    ru: 'Что стояло в очередях раньше, никто не записывал, поэтому правило об очередях на прошлом не проверить.',
  },
  broker: {
    en: 'Nobody recorded how RabbitMQ was in the past, so a rule about it can not be run over it.',
    ru: 'Что было с RabbitMQ раньше, никто не записывал, поэтому правило о нём на прошлом не проверить.',
  },
  database: {
    en: 'Nobody recorded how PostgreSQL was in the past, so a rule about it can not be run over it.',
    ru: 'Что было с PostgreSQL раньше, никто не записывал, поэтому правило о нём на прошлом не проверить.',
  },
  endpoints: {
    en: 'Whether endpoints answered in the past was not kept for long, so a rule about them can not be run over it.',
    ru: 'Отвечали ли адреса раньше, долго не хранится, поэтому правило о них на прошлом не проверить.',
  },
  counts: {
    en: 'How many there were at each moment of the past was not recorded, so a rule about a number can not be run over it.',
    ru: 'Сколько их было в каждый момент прошлого, никто не записывал, поэтому правило о числе на прошлом не проверить.',
  },
  clocks: {
    en: 'How long messages were under way in the past tells no wrong clock from a queue afterwards, so a rule about clocks can not be run over it.',
    ru: 'Задним числом неверные часы не отличить от очереди, поэтому правило о часах на прошлом не проверить.',
  },
  sql: {
    en: 'A query sees what is so now, and not what was so then, so it can not be run over the past.',
    ru: 'Запрос видит то, что есть сейчас, а не то, что было тогда, поэтому на прошлом его не проверить.',
  },
  others: {
    en: 'What this kind of rule looks at was not recorded, so it can not be run over the past.',
    ru: 'То, на что смотрит такое правило, не записывалось, поэтому на прошлом его не проверить.',
  },
};

const WHY: Readonly<Record<string, keyof typeof NOT_RECORDED>> = {
  queueDepth: 'queues',
  consumersGone: 'queues',
  deadLetters: 'queues',
  messageAge: 'queues',
  broker: 'broker',
  database: 'database',
  endpoint: 'endpoints',
  count: 'counts',
  noOrders: 'counts',
  quarantine: 'counts',
  anomalyRate: 'counts',
  clock: 'clocks',
  sql: 'sql',
};

export function replayableOf(declared: ConditionDeclaration, on: RuleContext, learned: Learned): Replayable {
  switch (declared.kind) {
    case 'dwell':
    case 'missing':
      return { kind: 'orders', replay: replayStays(stayRulesOf(declared, on)) };
    case 'overdue':
      return { kind: 'orders', replay: replayPromises(declared, on) };
    case 'provisional':
      return { kind: 'orders', replay: replayProvisional(declared, on) };
    case 'stalled':
      return { kind: 'orders', replay: replayStalled(declared, on, learned) };
    case 'sequenceGap':
      return { kind: 'orders', replay: replaySequenceGap(declared, on, learned) };
    case 'divergence':
      return { kind: 'orders', replay: replayDivergence(declared, on) };
    case 'silence':
      return { kind: 'things', replay: replaySilence(declared, on) };
    case 'partnerRate':
      return { kind: 'things', replay: replayPartnerRate(declared, on) };
    default:
      return { kind: 'refused', because: NOT_RECORDED[WHY[declared.kind] ?? 'others']! };
  }
}
