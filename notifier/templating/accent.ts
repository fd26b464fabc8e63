/** The brand's colour as a mail can use it: with what is written on it, and one that shows before a dark ground, too. */
export type Accent = { color: string; on: string; dark: string; onDark: string };

const WHITE = '#ffffff';
/** Black or white: of one of them every colour is 4.5 away, which is what WCAG 2.2, 1.4.3 asks of words. */
const INK = '#000000';
/** Of the card in dark mode (layout.mjml). */
const NIGHT = '#1e1f22';
/** WCAG 2.2, 1.4.11: what a control needs before what is around it. */
const LEAST_CONTRAST = 3;

export function accentOf(color: string): Accent {
  let dark = color;
  // Mixed with white, a step at a time, until it stands out.
  for (let share = 0.1; contrast(dark, NIGHT) < LEAST_CONTRAST; share += 0.1) dark = mixed(color, WHITE, share);
  return { color, on: readableOn(color), dark, onDark: readableOn(dark) };
}

function readableOn(ground: string): string {
  return contrast(WHITE, ground) >= contrast(INK, ground) ? WHITE : INK;
}

/** WCAG 2.2: from 1, the same, to 21, black on white. Colours are `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(color: string, other: string, share: number): string {
  const others = channels(other);
  const values = channels(color).map((value, index) => Math.round(value + (others[index]! - value) * share));
  return `#${values.map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(color: string): number[] {
  return [1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16));
}
