import { z } from 'zod';
import { countMessages, isMessageId, listMessages } from '../notifier/message-list.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readKeys } from '../tracker/timeline.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm, nameForm } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { presentMessage } from './present-message.ts';
import { badField, Refused } from './problem.ts';
import { query } from './requests.ts';

const position = z.tuple([z.literal('notifications'), instantForm, nameForm, z.string().refine(isMessageId)]);

/** The page of messages that a query asks for, also for those on the command line. Throws Refused. */
export async function notificationPage(
  db: Db,
  asked: unknown,
  { vault, now }: { vault: Vault; now: Instant },
): Promise<z.infer<typeof contract.NotificationPage>> {
  const { order, incident, customer, recipient, cursor, limit, ...rest } = readQuery(query.notifications, asked);
  if (customer !== undefined && recipient !== undefined) {
    throw new Refused(badField('customer', 'is a recipient; give one of the two'));
  }
  if (order !== undefined && incident !== undefined) {
    throw new Refused(badField('incident', 'a message is about an order or an incident; give one'));
  }
  const ofOrder = order === undefined ? undefined : await readKeys(db, order);
  const about = incident === undefined ? ofOrder : [`incident:${incident}`];
  const filter = { ...rest, about, recipient: customer === undefined ? recipient : `customer:${customer}` };
  const place = cursor === undefined ? null : decodeCursor(position, cursor);
  const after = place && { queuedAt: place[1], about: place[2], id: place[3] };
  const { messages, next } = await listMessages(db, filter, { after, limit }, vault);
  return {
    items: messages.map(presentMessage),
    nextCursor: next && encodeCursor(['notifications', next.queuedAt, next.about, next.id]),
    counts: await countMessages(db, about, now),
  };
}
