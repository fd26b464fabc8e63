import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Mistake, meant, type Path, quoted, type Readable, type Refused } from '../platform/mistake.ts';
import { repeated } from '../tracker/calendar-section.ts';
import { BUNDLED_NOTICES } from './bundled-notices.ts';
import { readSecret } from './partner-secret.ts';
import { NOTICE_ID, type NotificationsDeclaration } from './section-schema.ts';
import { isLocale } from './written.ts';

type Stated = Readable<NonNullable<NotificationsDeclaration>>;

/** Where a notice is named that somebody shall get, from the root of the document. */
export type NamedNotice = { path: Path; notice: string };

/** `named`: by statuses. `refused`: what the schema has refused, from the section on. `folder`: of the document; null: what it names is not looked at. */
export type AroundNotifications = { named: readonly NamedNotice[]; refused: Refused; folder: string | null };

const SECTION = 'notifications';

/** What the schema can't see. Paths are from the root of the document. */
export function notifierMistakes(
  declared: Stated | undefined = {},
  { named, refused, folder }: AroundNotifications,
): Mistake[] {
  const { notices = {}, fallbacks = {}, brand, quietHours, partners = {}, templates } = declared;
  const within: Mistake[] = [
    ...Object.entries(notices).flatMap(([id, notice]) => noticeMistakes(id, notice)),
    ...reminderMistakes(notices),
    ...fallbackMistakes(fallbacks),
    ...languages(['brand', 'imprint'], brand?.imprint ?? {}),
    ...quietMistakes(quietHours),
    ...repeated(['allowList'], declared.allowList ?? []),
    ...Object.entries(partners).flatMap(([name, partner]) =>
      webhookMistakes(partner?.webhook, folder, path => refused(['partners', name, 'webhook', ...path])).map(
        ({ path, sentence }) => ({ path: ['partners', name, 'webhook', ...path], sentence }),
      ),
    ),
    ...templateMistakes(templates, folder),
  ];
  return [
    ...(refused(['notices']) && Object.keys(notices).length === 0 ? [] : unknownNotices(named, Object.keys(notices))),
    ...within.map(({ path, sentence }) => ({ path: [SECTION, ...path], sentence })),
  ];
}

function unknownNotices(named: readonly NamedNotice[], declared: readonly string[]): Mistake[] {
  const known = [...new Set([...Object.keys(BUNDLED_NOTICES), ...declared])];
  return named
    .filter(({ notice }) => !known.includes(notice))
    .map(({ path, notice }) => ({
      path,
      sentence:
        `The notice ${quoted(notice)} is not known.${meant(notice, known)} Known are ${known.join(', ')}; ` +
        'declare others in `notifications`, under `notices`.',
    }));
}

function noticeMistakes(id: string, notice: NonNullable<Stated['notices']>[string]): Mistake[] {
  const path = ['notices', id];
  const form =
    'a name has 1 to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.';
  return [
    ...(NOTICE_ID.test(id) ? [] : [{ path, sentence: `${quoted(id)} is no name for a notice; ${form}` }]),
    ...repeated([...path, 'channels'], notice?.channels ?? []),
  ];
}

function reminderMistakes(notices: NonNullable<Stated['notices']>): Mistake[] {
  const known = [...new Set([...Object.keys(BUNDLED_NOTICES), ...Object.keys(notices)])];
  const next = new Map(
    known.map(id => {
      const declared = notices[id]?.reminder;
      if (declared === undefined) return [id, BUNDLED_NOTICES[id]?.reminder?.notice];
      return [id, typeof declared === 'string' ? undefined : declared?.notice];
    }),
  );
  return Object.entries(notices).flatMap(([id, notice]): Mistake[] => {
    if (notice?.reminder === undefined || typeof notice.reminder === 'string') return [];
    const { notice: named } = notice.reminder;
    if (typeof named !== 'string') return [];
    const path = ['notices', id, 'reminder', 'notice'];
    if (!known.includes(named)) {
      return [
        {
          path,
          sentence: `The notice ${quoted(named)} is not known.${meant(named, known)} Known are ${known.join(', ')}.`,
        },
      ];
    }
    const seen = new Set<string>();
    for (let at: string | undefined = named; at !== undefined && !seen.has(at); at = next.get(at)) seen.add(at);
    const circle = `From ${id} the reminders lead back to ${id}; the last one must have none.`;
    return seen.has(id) ? [{ path, sentence: circle }] : [];
  });
}

function languages(path: Path, byLanguage: object): Mistake[] {
  return Object.keys(byLanguage)
    .filter(language => !isLocale(language))
    .map(language => ({
      path: [...path, language],
      sentence: `${quoted(language)} is no language; it must be one such as ru or en-GB.`,
    }));
}

function fallbackMistakes(fallbacks: NonNullable<Stated['fallbacks']>): Mistake[] {
  const circular = Object.keys(fallbacks).filter(language => {
    const seen = new Set<string>();
    let next: string | undefined = language;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      next = Object.hasOwn(fallbacks, next) ? fallbacks[next] : undefined;
    }
    return next === language;
  });
  return [
    ...languages(['fallbacks'], fallbacks),
    ...circular.slice(0, 1).map(language => ({
      path: ['fallbacks', language],
      sentence: `From ${language} the fallbacks lead back to ${language}; the last one must have none.`,
    })),
  ];
}

function quietMistakes(quietHours: Stated['quietHours']): Mistake[] {
  if (quietHours === undefined || typeof quietHours === 'string') return [];
  const { from, to, channels = [] } = quietHours;
  const empty = 'The quiet hours end when they begin; write quietHours: none, or another time.';
  return [
    ...(from !== undefined && from === to ? [{ path: ['quietHours', 'to'], sentence: empty }] : []),
    ...repeated(['quietHours', 'channels'], channels),
  ];
}

type Webhook = NonNullable<NonNullable<Stated['partners']>[string]>['webhook'];

function webhookMistakes(webhook: Webhook, folder: string | null, refused: Refused): Mistake[] {
  if (webhook === undefined || refused(['secret']) || refused(['secretFile'])) return [];
  const { secret, secretFile } = webhook;
  if ((secret === undefined) === (secretFile === undefined)) {
    const how = secret === undefined ? 'has neither `secret` nor `secretFile`' : 'has both `secret` and `secretFile`';
    return [{ path: [], sentence: `\`webhook\` ${how}; exactly one of them must be given.` }];
  }
  const read = secretFile === undefined || folder === null ? null : readSecret(folder, secretFile);
  return read === null || read.ok ? [] : [{ path: ['secretFile'], sentence: read.sentence }];
}

function templateMistakes(templates: string | undefined, folder: string | null): Mistake[] {
  if (templates === undefined || folder === null) return [];
  const path = resolve(folder, templates);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [{ path: ['templates'], sentence: `\`templates\` is ${quoted(templates)}, but there is no folder ${path}.` }];
}
