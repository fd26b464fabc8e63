import { readConfiguration } from './read.ts';

/** A configuration without a mistake, for tests that make one in it. */
export const RIGHT = `systems: [shop, crm, mes]
calendars:
  workshop:
    zone: Europe/Moscow
    hours:
      mon: ["09:00-18:00"]
      tue: ["09:00-13:00", "14:00-24:00"]
    holidays: ["2027-02-23"]
    closures:
      - { from: "2026-12-30", to: "2027-01-08", reason: Plant closed }
lifecycles:
  jewellery:
    zone: Europe/Moscow
    calendar: workshop
    statuses:
      SUBMITTED:
        owner: shop
        entry: true
        next: [STARTED, CANCELLED]
        label: { en: Submitted, ru: Оформлен }
        serviceLevel: { target: PT1H, breach: PT24H, time: business }
        freeze: { after: P14D }
        notice: order-received
      STARTED:
        owner: mes
        next: [CLOSED]
        serviceLevel: { target: P1D, breach: P3W }
      CLOSED: { owner: crm, next: [] }
      CANCELLED: { owner: crm, next: [] }
`;

export const from = (part: string) => RIGHT.slice(RIGHT.indexOf(part));
export const between = (part: string, end: string) => RIGHT.slice(RIGHT.indexOf(part), RIGHT.indexOf(end));

export function changed(...edits: readonly Edit[]): string {
  return edited(RIGHT, edits);
}

export function edited(right: string, edits: readonly Edit[]): string {
  return edits.reduce((text, [was, becomes]) => {
    if (!text.includes(was)) throw new Error(`There is no ${was}`);
    return text.replace(was, () => becomes);
  }, right);
}

/** `line:column  sentence` of all of them. */
export function problemsOf(text: string): string[] {
  const verdict = readConfiguration(text, 'orderwatch.yaml');
  return verdict.ok ? [] : verdict.problems.map(({ line, column, sentence }) => `${line}:${column}  ${sentence}`);
}

type Edit = readonly [was: string, becomes: string];
/** What was changed in the right configuration, where that is told, and in which words. */
export type Case = readonly [title: string, edits: readonly Edit[], problems: readonly string[]];
