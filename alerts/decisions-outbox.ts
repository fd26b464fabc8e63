import { markPublished, nextPublications } from '../tracker/decisions/publication-rows.ts';
import type { Outbox } from './publisher.ts';

/** What people decided about orders, for CRM and MES: to exchanges that are declared by the intake, or by others. */
export const DECISIONS: Outbox = {
  name: 'tracker.publication',
  mark: 'decision',
  exchange: null,
  next: nextPublications,
  markPublished,
};
