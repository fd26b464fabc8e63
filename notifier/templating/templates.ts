import type { Content } from '../channel.ts';
import type { ChannelName, Variables } from '../message.ts';
import { smsWording } from '../sms-text.ts';
import type { Frame, Templates } from '../template.ts';
import { chatContentOf } from './chat-text.ts';
import type { CompiledTemplate } from './compiled-template.ts';
import type { FrameWords } from './declaration.ts';
import { formatsOf } from './formats.ts';
import { fill, type Scope } from './liquid.ts';
import { canonicalLocale, type LocaleChoice, languageOf, localeChain } from './locale-chain.ts';
import { composeMail, type Mail } from './mail.ts';
import { mailText } from './mail-text.ts';
import { plainValue } from './plain-value.ts';
import { fillMailWords, fillWords } from './words.ts';

/** Read by programs: what they are filled with is what is sent, as JSON. Nobody writes words for them. */
export const JSON_TEMPLATES: readonly string[] = ['order-changed'];

export type TemplateParts = {
  all: readonly CompiledTemplate[];
  frames: ReadonlyMap<string, FrameWords>;
  mailHtml: (mail: Mail) => string;
  choice: LocaleChoice;
};

type Wording = { template: CompiledTemplate; around: FrameWords; locale: string };

const MOST_WORDINGS = 1_000;

export function createTemplates({ all, frames, mailHtml, choice }: TemplateParts): Templates {
  const byName = Map.groupBy(all, ({ name }) => name);

  function inBestLocale<T>(asked: string, found: (locale: string) => T | undefined, what: string): T {
    for (const locale of localeChain(asked, choice)) {
      const one = found(locale);
      if (one !== undefined) return one;
    }
    throw new Error(`There is no ${what} in a locale that may take the place of ${asked}`);
  }

  const wordings = new Map<string, Wording>();

  /** Found once for each locale that somebody has; they come from events, which may say any. */
  function wording(name: string, asked: string): Wording {
    const key = `${name} ${asked}`;
    const known = wordings.get(key);
    if (known) return known;
    if (wordings.size >= MOST_WORDINGS) wordings.clear();
    const inLocales = byName.get(name) ?? [];
    const template = inBestLocale(asked, locale => inLocales.find(one => one.locale === locale), `template ${name}`);
    const around = inBestLocale(template.locale, locale => frames.get(locale), 'frame');
    const found = { template, around, locale: readersLocale(asked, template.locale) };
    wordings.set(key, found);
    return found;
  }

  function render(name: string, channel: ChannelName, variables: Variables, frame: Frame): Content {
    if (channel === 'webhook') {
      if (!JSON_TEMPLATES.includes(name)) throw new Error(`Template ${name} is no JSON for a webhook`);
      return { channel, body: JSON.stringify(variables) };
    }
    const { template, around, locale } = wording(name, frame.locale);
    const scope = scopeOf(variables, frame);
    // Liquid takes a variable that is missing in a condition for one that is not known.
    const missing = template.asksFor.filter(variable => !Object.hasOwn(scope, variable));
    if (missing.length > 0) throw new Error(`Template ${name} is not given ${missing.join(', ')}`);
    const formats = formatsOf(locale, frame.zone);
    switch (channel) {
      case 'email': {
        const mail = composeMail(fillMailWords(template, scope, formats), {
          around,
          frame,
          locale,
          about: template.about,
        });
        return { channel, subject: mail.subject, text: mailText(mail), html: mailHtml(mail) };
      }
      case 'sms': {
        if (!template.sms) throw new Error(`Template ${name} has no words for SMS`);
        return { channel, text: smsWording(fill(template.sms, scope, formats), template) };
      }
      case 'telegram':
      case 'slack': {
        const own = template[channel];
        const words = fillWords(template, scope, formats);
        return chatContentOf(channel, words, { own: own && fill(own, scope, formats), presses: frame.presses ?? {} });
      }
      default:
        return channel satisfies never;
    }
  }

  return {
    names: () => [...byName.keys(), ...JSON_TEMPLATES].toSorted(),
    channelsOf: name => (JSON_TEMPLATES.includes(name) ? ['webhook'] : channelsOfAll(byName.get(name) ?? [])),
    render,
  };
}

/** Those that it has words for in whatever locale somebody reads. */
function channelsOfAll(inLocales: readonly CompiledTemplate[]): readonly ChannelName[] {
  if (inLocales.length === 0) return [];
  return inLocales.every(({ sms }) => sms) ? ['email', 'sms', 'telegram', 'slack'] : ['email', 'telegram', 'slack'];
}

export function scopeOf(variables: Variables, { brand }: Pick<Frame, 'brand'>): Scope {
  return plainValue({ ...variables, brand: { name: brand.name, contact: brand.contact } }) as Scope;
}

/** Dates as they are written where somebody lives, if that is in the language of the text around them. */
function readersLocale(asked: string, ofTemplate: string): string {
  const locale = canonicalLocale(asked);
  return locale !== null && languageOf(locale) === languageOf(ofTemplate) ? locale : ofTemplate;
}
