import { ALL_NOTICES, wishOf } from '../notifier/choose.ts';
import type { ChannelName } from '../notifier/message.ts';
import type { Preference } from '../notifier/preference-rows.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Language } from './page-language.ts';
import type { Kind } from './unsubscribe-page.ts';
import { WORDS } from './unsubscribe-words.ts';

/** What the forms of the page ask and answer, without any I/O. */

type Notices = NotifierSettings['notices'];

/** The kinds of messages that somebody may choose for, and what counts for each now. */
export function kindsOf(
  notices: Notices,
  preference: Preference | undefined,
  reachable: ReadonlySet<ChannelName>,
  nameOf: (notice: string) => string,
): Kind[] {
  return Object.entries(notices)
    .filter(([, { channels }]) => channels.length > 0)
    .map(([id, { channels }]) => {
      const chosen = chosenFor(preference, id, channels);
      return {
        id,
        name: nameOf(id),
        channels: channels.filter(channel => reachable.has(channel) || channel === chosen),
        chosen,
      };
    });
}

function chosenFor(preference: Preference | undefined, id: string, channels: readonly ChannelName[]): string {
  const wish = wishOf(preference, id);
  return wish === null ? 'usual' : (wish.find(channel => channels.includes(channel)) ?? 'none');
}

export type Chosen = { channels: Preference['channels']; optIn: readonly ChannelName[] };

/**
 * What somebody wants who sent the form: only what they changed changes, so that lists with several channels, which a
 * form does not show, live on. `optIn`: channels that they chose anew. Null for what the form can't have sent.
 */
export function wishFrom(
  answers: ReadonlyMap<string, string>,
  notices: Notices,
  preference: Preference | undefined,
): Chosen | null {
  const before = preference?.channels ?? {};
  const wish: Record<string, readonly ChannelName[]> = { ...before };
  const optIn: ChannelName[] = [];
  for (const [id, answer] of answers) {
    const notice = Object.hasOwn(notices, id) ? notices[id] : undefined;
    if (notice === undefined) return null;
    if (answer === chosenFor(preference, id, notice.channels)) continue;
    const channel = notice.channels.find(one => one === answer);
    if (channel !== undefined) {
      wish[id] = [channel];
      optIn.push(channel);
    } else if (answer === 'none') wish[id] = [];
    else if (answer !== 'usual') return null;
    // What they said of all notices would count again, if nothing stood here.
    else if (Object.hasOwn(before, ALL_NOTICES)) wish[id] = notice.channels;
    else delete wish[id];
  }
  return { channels: Object.keys(wish).length > 0 ? wish : null, optIn };
}

/** How a person reads of a notice: as the status that it is of is called to customers, else in words of ours. */
export function noticeName(lifecycles: Lifecycles, notice: string, language: Language): string {
  const { notices } = WORDS[language];
  const called = lifecycles.all
    .flatMap(({ names, status }) => names.map(name => status(name)))
    .find(one => one?.notice === notice && one.customerLabel)?.customerLabel;
  if (called) return called[language];
  return (Object.hasOwn(notices, notice) && notices[notice]) || notice.replace(/[._-]+/g, ' ');
}
