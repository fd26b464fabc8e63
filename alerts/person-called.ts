import type { AlertSettings } from './settings.ts';

/** By the short name, as others read it, or by the e-mail address; null: nobody of the configuration. */
export function personCalled({ people }: Pick<AlertSettings, 'people'>, who: string): string | null {
  if (Object.hasOwn(people, who)) return who;
  const called = who.toLowerCase();
  const found = Object.entries(people).find(
    ([, { name, email }]) => name.toLowerCase() === called || email?.toLowerCase() === called,
  );
  return found?.[0] ?? null;
}

/** The name to show for whoever did something, by whichever of their names it is kept; others as they stand. */
export function shownName(settings: Pick<AlertSettings, 'people'>, who: string): string {
  const person = personCalled(settings, who);
  return person === null ? who : settings.people[person]!.name;
}

/** All names under which somebody may have done something. */
export function namesOf(settings: Pick<AlertSettings, 'people'>, who: string): string[] {
  const person = personCalled(settings, who);
  return [...new Set(person === null ? [who] : [who, person, settings.people[person]!.name])];
}
