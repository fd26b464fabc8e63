import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export function describeOnCall({ at, rotations, overrides }: Contract['OnCall']): string {
  if (rotations.length === 0 && overrides.length === 0) return 'The configuration declares no rotation (`onCall`).';
  const shifts = rotations.flatMap(({ rotation, shifts }) =>
    shifts.map(({ person, name, from, to }, place) => [
      place === 0 ? rotation : '',
      place === 0 ? 'now' : 'then',
      person === null ? 'nobody: everybody is away' : name === person ? person : `${name} (${person})`,
      `${moment(Date.parse(from))} to ${moment(Date.parse(to))}`,
    ]),
  );
  const entered = overrides.map(override => [override.id, inWords(override), override.author, override.reason ?? '']);
  return [
    `On call at ${moment(Date.parse(at))} UTC; all times are UTC`,
    ...(shifts.length === 0 ? [] : [table(shifts, '  ')]),
    ...(entered.length === 0 ? [] : [`Entered\n${table(entered, '  ')}`]),
  ].join('\n\n');
}

export function describeOverride(override: Contract['OnCallOverride']): string {
  return printable(`${inWords(override)} UTC. To end it before: on-call end ${override.id}`);
}

function inWords({ kind, person, rotation, from, until }: Contract['OnCallOverride']): string {
  const what = kind === 'away' ? `${person} is away` : `${person} stands in for ${rotation}`;
  return `${what} from ${moment(Date.parse(from))} to ${moment(Date.parse(until))}`;
}
