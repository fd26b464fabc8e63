import { type Mistake, meant, quoted } from '../../platform/mistake.ts';
import type { NotifierSettings } from '../settings.ts';
import type { Templates } from '../template.ts';

/** Notices that nobody could ever be told of, and are not meant to be by an empty list. Paths are from the root of the configuration. */
export function noticeMistakes({ notices }: Pick<NotifierSettings, 'notices'>, templates: Templates): Mistake[] {
  const known = templates.names();
  return Object.entries(notices).flatMap(([id, { template, channels }]) => {
    if (channels.length === 0) return [];
    const path = ['notifications', 'notices', id];
    const has = templates.channelsOf(template);
    if (has.length === 0) {
      const sentence = `The notice ${quoted(id)} has the template ${quoted(template)}, which is not there.${meant(template, known)}`;
      return [{ path, sentence: `${sentence} Write ${template}.en.yaml, or take another one.` }];
    }
    if (channels.some(channel => has.includes(channel))) return [];
    const sentence = `The notice ${quoted(id)} is for ${channels.join(', ')}, and its template ${quoted(template)} has words for ${has.join(', ')}.`;
    return [{ path, sentence }];
  });
}
