import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same at every run of the same seed. */
export type Random = {
  chance(probability: number): boolean;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** The gap to the next of events that come on average every `mean`. */
  gap(mean: number): number;
  /** Mostly near the median, sometimes far above it, never outside; rounded to whole numbers. */
  skewed(min: number, median: number, max: number): number;
  uuid(): string;
  hex(digits: number): string;
  /** A stream of its own: what is drawn from it changes nothing that is drawn here. */
  fork(name: string): Random;
};

export function random(seed: string): Random {
  const generator = xoroshiro128plus(hash(seed));
  const unit = () => uniformFloat64(generator);
  const int = (min: number, max: number) => uniformInt(generator, min, max);
  const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('');
  return {
    chance: probability => unit() < probability,
    int,
    pick: list => list[int(0, list.length - 1)]!,
    gap: mean => Math.ceil(-Math.log(1 - unit()) * mean),
    skewed: (min, median, max) => Math.round(Math.min(max, Math.max(min, median * Math.exp(0.6 * normal(unit))))),
    uuid: () => `${hex(8)}-${hex(4)}-7${hex(3)}-${(8 + int(0, 3)).toString(16)}${hex(3)}-${hex(12)}`,
    hex,
    fork: name => random(`${seed}/${name}`),
  };
}

/** Box and Muller. */
function normal(unit: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value | 0;
}
