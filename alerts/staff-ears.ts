import { normalAddress } from '../notifier/address.ts';
import type { TakenVariables } from '../notifier/incident-variables.ts';
import type { NotifierAccess, NotifierSettings } from '../notifier/settings.ts';
import type { StaffEars } from '../notifier/staff-ears.ts';
import { findRecipients } from '../notifier/telegram-chats.ts';
import type { Templates } from '../notifier/template.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { ANYBODY } from './ack-token.ts';
import { nameOf } from './event-words.ts';
import { type Glance, glanceAt } from './incident-glance.ts';
import { readPress } from './press.ts';
import { type ReplyCommand, readReply } from './reply-command.ts';
import type { AlertSettings, Person } from './settings.ts';
import { type Answerer, enqueueAnswer, obey, TAKEN_TEMPLATE } from './take-from-message.ts';
import { textIn } from './text-in.ts';

export type StaffEarsDeps = {
  pool: Pool;
  alerts: () => AlertSettings;
  access: Pick<NotifierAccess, 'signingKey'>;
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
        const incident = readPress(access, data, recipient);
        const id = recipient.slice(STAFF.length);
        const { people } = deps.alerts();
        if (incident === null || !recipient.startsWith(STAFF) || !Object.hasOwn(people, id)) continue;
        const to = answerer([id, people[id]!]);
        const variables = await take(tx, taking(incident), to, 'in Telegram', now);
        return { text: sentence(variables, to), isDone: true };
      }
      return null;
    },

    onSlackPress: async (tx, { user, data }, now) => {
      const incident = readPress(access, data, STAFF + ANYBODY);
      if (incident === null) return false;
      const { locale, zone } = deps.notifications();
      const recipient = STAFF + ANYBODY;
      const to: Answerer = { by: user, name: user, recipient, channel: 'slack', address: '', locale, zone };
      const variables = await take(tx, taking(incident), to, 'in Slack', now);
      await enqueueAnswer(tx, to, { id: incident, occasion: `press ${now} ${user}`, variables }, { vault, now });
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
      answer: has ?? answer,
    };
  }

  /**
   * What two people want at once only one of them gets: whoever wants to take it over has seen who has it, on the page.
   * Null: nobody else has it.
   */
  function alreadyHad(glance: Glance | null, by: string): TakenVariables['answer'] | null {
    if (glance?.state !== 'acknowledged' || glance.acknowledgedBy === by) return null;
    const holder = nameOf(deps.alerts().people, glance.acknowledgedBy!);
    return { kind: 'has', by: holder, until: glance.until === null ? null : toIso(glance.until) };
  }

  /** As an SMS would say it. */
  function sentence(variables: TakenVariables, { locale, zone }: Pick<Answerer, 'locale' | 'zone'>): string {
    const frame = { brand: deps.notifications().brand, locale, zone, unsubscribeUrl: null };
    const content = deps.templates().render(TAKEN_TEMPLATE, 'sms', variables, frame);
    return content.channel === 'sms' ? content.text : '';
  }
}

type Named = [id: string, person: Person];

function withNumber(people: AlertSettings['people'], from: string): Named | null {
  return Object.entries(people).find(([, { phone }]) => phone !== null && normalAddress('sms', phone) === from) ?? null;
}

function answerer([id, { name, locale, zone }]: Named) {
  return { by: id, name, recipient: STAFF + id, locale, zone };
}

function taking(incident: number): ReplyCommand {
  return { incident, want: 'take', forMs: 0 };
}
