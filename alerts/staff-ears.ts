import { normalAddress } from '../notifier/address.ts';
import type { Presses } from '../notifier/channel.ts';
import { TAKEN_TEMPLATE, type TakenVariables } from '../notifier/incident-variables.ts';
import type { NotifierAccess, NotifierSettings } from '../notifier/settings.ts';
import type { PressButton, StaffEars } from '../notifier/staff-ears.ts';
import { findRecipients } from '../notifier/telegram-chats.ts';
import type { Templates } from '../notifier/template.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { ANYBODY } from './ack-token.ts';
import { nameOf } from './event-words.ts';
import { incidentName } from './incident.ts';
import { type Glance, glanceAt } from './incident-glance.ts';
import { pressesOf, readPress } from './press.ts';
import { type ReplyCommand, readReply } from './reply-command.ts';
import type { AlertSettings, Person } from './settings.ts';
import { type Answerer, enqueueAnswer, type Obeyed, obey } from './take-from-message.ts';
import { textIn } from './text-in.ts';

export type StaffEarsDeps = {
  pool: Pool;
  alerts: () => AlertSettings;
  access: Pick<NotifierAccess, 'signingKey' | 'slackSigningSecret'>;
  notifications: () => NotifierSettings;
  templates: () => Templates;
  vault: Vault;
};

const STAFF = 'staff:';

/** Hears those who answer a message about an incident. Nobody else can do anything to one in this way. */
export function createStaffEars(deps: StaffEarsDeps): StaffEars {
  const { pool, access, vault } = deps;

  return {
    onReply: async (tx, { channel, from, text }, now) => {
      const person = channel === 'sms' ? withNumber(deps.alerts().people, from) : null;
      const command = person && readReply(text);
      if (!person || !command) return false;
      const to: Answerer = { ...answerer(person), channel, address: from };
      const variables = await take(tx, command, to, 'by SMS', now);
      const answer = { id: command.incident, occasion: `reply ${now}`, variables };
      await enqueueAnswer(tx, to, answer, { vault, now });
      return true;
    },

    onTelegramPress: async (tx, { chat, data }, now) => {
      for (const { recipient } of await findRecipients(tx, chat)) {
        const pressed = readPress(access, data, recipient);
        const id = recipient.slice(STAFF.length);
        const { people } = deps.alerts();
        if (pressed === null || !recipient.startsWith(STAFF) || !Object.hasOwn(people, id)) continue;
        const to = answerer([id, people[id]!]);
        const variables = await take(tx, { ...pressed, forMs: 0 }, to, 'in Telegram', now);
        const about = { about: incidentName(pressed.incident), template: TAKEN_TEMPLATE };
        const presses = pressesOf(access, { ...about, channel: 'telegram', recipient });
        return { text: sentence(variables, to), isDone: true, buttons: buttons(variables, to, presses) };
      }
      return null;
    },

    onSlackPress: async (tx, { user, data }, now) => {
      const pressed = readPress(access, data, STAFF + ANYBODY);
      if (pressed === null) return false;
      const { locale, zone } = deps.notifications();
      const recipient = STAFF + ANYBODY;
      const to: Answerer = { by: user, name: user, recipient, channel: 'slack', address: '', locale, zone };
      const variables = await take(tx, { ...pressed, forMs: 0 }, to, 'in Slack', now);
      await enqueueAnswer(
        tx,
        to,
        { id: pressed.incident, occasion: `press ${now} ${user}`, variables },
        { vault, now },
      );
      return true;
    },
  };

  async function take(
    tx: Db,
    command: ReplyCommand,
    { by, name, locale }: Pick<Answerer, 'by' | 'name' | 'locale'>,
    how: string,
    now: Instant,
  ): Promise<TakenVariables> {
    const answer = await obey(pool, command, { by, name, how }, { now, settings: deps.alerts() });
    const glance = await glanceAt(tx, command.incident);
    const has = command.want === 'take' && answer.kind === 'over' ? alreadyHad(glance, by) : null;
    return {
      incident: { id: String(command.incident), title: glance && textIn(locale, glance.title) },
      answer: { ...(has ?? answer), asks: has === null && asksWhetherReal(answer, glance) },
    };
  }

  /**
   * What two people want at once only one of them gets: whoever wants to take it over has seen who has it, on the page.
   * Null: nobody else has it.
   */
  function alreadyHad(glance: Glance | null, by: string): Obeyed | null {
    if (glance?.state !== 'acknowledged' || glance.acknowledgedBy === by) return null;
    const holder = nameOf(deps.alerts().people, glance.acknowledgedBy!);
    return { kind: 'has', by: holder, until: glance.until === null ? null : toIso(glance.until), verdict: null };
  }

  /** As an SMS would say it, without how to answer by SMS. */
  function sentence({ incident, answer }: TakenVariables, to: Pick<Answerer, 'locale' | 'zone'>): string {
    const variables = { incident, answer: { ...answer, asks: false } };
    const content = deps.templates().render(TAKEN_TEMPLATE, 'sms', variables, frameFor(to));
    return content.channel === 'sms' ? content.text : '';
  }

  /** What they are asked then, in place of the button that was pressed. */
  function buttons(variables: TakenVariables, to: Pick<Answerer, 'locale' | 'zone'>, presses: Presses): PressButton[] {
    const content = deps.templates().render(TAKEN_TEMPLATE, 'telegram', variables, { ...frameFor(to), presses });
    if (content.channel !== 'telegram') return [];
    return content.buttons.flatMap(({ label, press }) => (press === undefined ? [] : [{ label, press }]));
  }

  function frameFor({ locale, zone }: Pick<Answerer, 'locale' | 'zone'>) {
    return { brand: deps.notifications().brand, locale, zone, unsubscribeUrl: null };
  }
}

type Named = [id: string, person: Person];

function withNumber(people: AlertSettings['people'], from: string): Named | null {
  return Object.entries(people).find(([, { phone }]) => phone !== null && normalAddress('sms', phone) === from) ?? null;
}

function answerer([id, { name, locale, zone }]: Named) {
  return { by: id, name, recipient: STAFF + id, locale, zone };
}

/** Whoever has put it off has not looked; and one word is enough. */
function asksWhetherReal({ kind }: Obeyed, glance: Glance | null): boolean {
  return ['taken', 'closed', 'over'].includes(kind) && glance?.verdict === null;
}
