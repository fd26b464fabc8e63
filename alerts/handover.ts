import { countTroubled } from '../notifier/count-troubled.ts';
import { listMessages, type MessageSummary } from '../notifier/message-list.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { findWrittenNotes, type WrittenNote } from '../tracker/hands/written-notes.ts';
import { maskedText } from '../tracker/masked-text.ts';
import type { Vault } from '../tracker/personal-data.ts';
import {
  type EndingSilence,
  findClosed,
  findNotes,
  findOldestOpen,
  findOpened,
  findSilencesEnding,
  findTaken,
  type HandedIncident,
  type HandedNote,
  type Some,
  type Stretch,
} from './handover-rows.ts';
import { nextShifts, type OnCallShift, readOverrides } from './on-call.ts';
import { isPromise } from './promises.ts';
import type { AlertSettings } from './settings.ts';

/** What whoever goes tells whoever comes. Of a stretch of time, and how things are at this moment. */
export type Handover = Stretch & {
  opened: Some<HandedIncident>;
  closed: Some<HandedIncident>;
  taken: Some<HandedIncident>;
  oldestOpen: Some<HandedIncident>;
  /** Promises first, and of those that concern what is still open before the others. */
  notes: readonly (HandedNote & { isPromise: boolean })[];
  /** On orders; promises first. Contacts of customers are cut short in them: a handover is pasted into chats. */
  orderNotes: readonly (WrittenNote & { isPromise: boolean })[];
  silencesEnding: readonly EndingSilence[];
  failed: { byChannel: readonly { channel: string; messages: number }[]; first: readonly MessageSummary[] };
  onCall: readonly { rotation: string; zone: string; now: OnCallShift | null; next: OnCallShift | null }[];
};

const LISTED = 50;
const OLDEST = 10;
const NOTES = 200;
const FAILED = 20;
const DAY_MS = 24 * 3_600_000;

export async function gatherHandover(
  db: Db,
  settings: AlertSettings,
  shift: Stretch,
  vault: Vault,
  now: Instant,
): Promise<Handover> {
  const troubled = { troubled: true, from: shift.from, to: shift.to };
  const { messages } = await listMessages(db, troubled, { after: null, limit: FAILED }, vault);
  const overrides = await readOverrides(db, now);
  return {
    ...shift,
    opened: await findOpened(db, shift, LISTED),
    closed: await findClosed(db, shift, LISTED),
    taken: await findTaken(db, shift, LISTED),
    oldestOpen: await findOldestOpen(db, OLDEST),
    notes: inOrder(await findNotes(db, shift, NOTES)),
    orderNotes: promisesFirst(await findWrittenNotes(db, shift, NOTES)),
    silencesEnding: await findSilencesEnding(db, now, now + DAY_MS),
    failed: { byChannel: await countTroubled(db, shift.from, shift.to), first: messages },
    onCall: Object.entries(settings.rotations).map(([rotation, { zone }]) => {
      const [current = null, next = null] = nextShifts(settings, overrides, rotation, { now, count: 2 });
      return { rotation, zone, now: current, next };
    }),
  };
}

function inOrder(notes: readonly HandedNote[]): Handover['notes'] {
  const weight = (note: Handover['notes'][number]) => (note.isPromise ? 2 : 0) + (note.state === 'resolved' ? 0 : 1);
  return notes
    .map(note => ({ ...note, isPromise: isPromise(note.text) }))
    .toSorted((a, b) => weight(b) - weight(a) || b.at - a.at);
}

function promisesFirst(notes: readonly WrittenNote[]): Handover['orderNotes'] {
  return notes
    .map(note => ({ ...note, text: maskedText(note.text), isPromise: isPromise(note.text) }))
    .toSorted((a, b) => Number(b.isPromise) - Number(a.isPromise));
}
