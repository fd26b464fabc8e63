import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { ChannelName, Recipient } from './message.ts';

/** What somebody wants; null: what the configuration, or what is known of them, says. */
export type Preference = {
  /** By notice, `*` for those not named; the best channel first, none for nothing of that. */
  channels: Readonly<Record<string, readonly ChannelName[]>> | null;
  locale: string | null;
  zone: string | null;
  quietHours: { from: string; to: string } | 'none' | null;
};

type Row = {
  recipient: Recipient;
  channels: Preference['channels'];
  locale: string | null;
  zone: string | null;
  quiet_hours: { from?: string; to?: string } | null;
};

/** Of those who have said something. */
export async function readPreferences(db: Db, recipients: readonly Recipient[]): Promise<Map<Recipient, Preference>> {
  if (recipients.length === 0) return new Map();
  const { rows } = await db.query<Row>(
    'select recipient, channels, locale, zone, quiet_hours from notifier.preference where recipient = any ($1::text[])',
    [recipients],
  );
  return new Map(rows.map(row => [row.recipient, fromRow(row)]));
}

/** In the place of whatever they said before. */
export async function savePreference(
  db: Db,
  recipient: Recipient,
  { channels, locale, zone, quietHours }: Preference,
  now: Instant,
): Promise<void> {
  await db.query(
    `insert into notifier.preference (recipient, channels, locale, zone, quiet_hours, updated_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (recipient) do update
        set channels = excluded.channels, locale = excluded.locale, zone = excluded.zone,
            quiet_hours = excluded.quiet_hours, updated_at = excluded.updated_at`,
    [recipient, channels, locale, zone, quietHours === 'none' ? {} : quietHours, new Date(now)],
  );
}

export async function deletePreferences(db: Db, recipients: readonly Recipient[]): Promise<void> {
  if (recipients.length === 0) return;
  await db.query('delete from notifier.preference where recipient = any ($1::text[])', [recipients]);
}

function fromRow({ channels, locale, zone, quiet_hours }: Row): Preference {
  const { from, to } = quiet_hours ?? {};
  const stated = from !== undefined && to !== undefined ? { from, to } : 'none';
  return { channels, locale, zone, quietHours: quiet_hours === null ? null : stated };
}
