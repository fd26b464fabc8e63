import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import type { Instant } from '../../platform/clock.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export function describeSilences({ items }: Contract['SilencePage'], now: Instant): string {
  if (items.length === 0) return 'Nothing is silenced.';
  const rows = items.map(silence => [
    silence.id,
    Date.parse(silence.from) > now ? `from ${moment(Date.parse(silence.from))}` : 'now',
    moment(Date.parse(silence.until)),
    whatInWords(silence),
    silence.author,
    silence.reason,
  ]);
  return table([['ID', 'HOLDS (UTC)', 'UNTIL (UTC)', 'WHAT', 'BY', 'WHY'], ...rows]);
}

export function describeSilence(silence: Contract['Silence']): string {
  const { id, until } = silence;
  return printable(
    `Silence ${id}: nobody is told of ${whatInWords(silence)} until ${moment(Date.parse(until))} UTC. ` +
      `To end it before: silence end ${id}`,
  );
}

/** `rule price-missing, partner acme or ajax` */
function whatInWords({ match }: Contract['Silence']): string {
  const named = Object.entries(match).map(([name, values]) => `${name} ${(values ?? []).join(' or ')}`);
  return named.length === 0 ? 'everything' : named.join(', ');
}
