import { type Request, type Response, Router, raw } from 'express';
import { z } from 'zod';
import { ENDS, endOf } from '../alerts/ack-end.ts';
import { type Acknowledging, ANYBODY, readAcknowledge } from '../alerts/ack-token.ts';
import { tellCustomers } from '../alerts/customers-command.ts';
import { nameOf } from '../alerts/event-words.ts';
import { INCIDENT_VERDICTS } from '../alerts/incident.ts';
import { acknowledge, type Commanded, unacknowledge } from '../alerts/incident-commands.ts';
import { type Glance, glanceAt } from '../alerts/incident-glance.ts';
import { findMatter } from '../alerts/incident-rows.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { sayVerdict } from '../alerts/verdict-command.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import { addressOf } from './access/audited.ts';
import { acknowledgePage, type Reader } from './acknowledge-page.ts';
import { otherMethods } from './error-handler.ts';
import { type Look, noLinkPage, notUnderstoodPage } from './page.ts';
import { formOf, lookOf, sendPage, whileDatabaseIsGone } from './page-answers.ts';

type AcknowledgeDeps = {
  pool: Pool;
  alerts: () => AlertSettings;
  notifications: () => NotifierSettings;
  /** Null: no link is one of ours. */
  signingKey: Buffer | null;
  clock: Clock;
};

const line = z
  .string()
  .trim()
  .refine(text => !/\p{Cc}/u.test(text));
const form = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('take'),
    had: z.string().max(200).default(''),
    name: line.max(60).default(''),
    until: z.enum(ENDS).default('usual'),
    note: line.max(500).default(''),
  }),
  z.object({ action: z.literal('giveBack') }),
  z.object({ action: z.literal('verdict'), verdict: z.enum(INCIDENT_VERDICTS), name: line.max(60).default('') }),
  z.object({ action: z.literal('customers'), tell: z.enum(['yes', 'no']), name: line.max(60).default('') }),
]);

type Opened = Acknowledging & { glance: Glance; look: Look; reader: Reader };

/**
 * What the link in a message about an incident leads to. Mail scanners follow links, so GET changes nothing: the button
 * does. Whoever has the link needs nothing else, for it is opened at night and on a phone.
 */
export function acknowledgeRoutes(deps: AcknowledgeDeps): Router {
  const { pool, clock } = deps;
  const router = Router();

  router
    .route('/:token')
    .get(async (req, res) => {
      const opened = await open(req);
      if (opened === null) return sendPage(res, noLinkPage(lookOf(deps.notifications, req)));
      show(res, opened, false);
    })
    .post(raw({ type: () => true, limit: '16kb' }), async (req, res) => {
      const opened = await open(req);
      if (opened === null) return sendPage(res, noLinkPage(lookOf(deps.notifications, req)));
      // A bare POST is the button, as a program presses it.
      const said = form.safeParse({ action: 'take', ...Object.fromEntries((await formOf(req)) ?? []) });
      const by = opened.reader.person ?? (said.success && said.data.action !== 'giveBack' ? said.data.name : '');
      if (!said.success || by === '') return sendPage(res, notUnderstoodPage(opened.look));
      const hands = { by, actor: { who: by, role: null, from: addressOf(res) } };
      const done = await act(opened, said.data, hands);
      if (done.kind !== 'done') {
        const now = await open(req);
        return now === null ? sendPage(res, noLinkPage(opened.look)) : show(res, now, true);
      }
      res.redirect(303, '?');
    })
    .all(otherMethods('GET, POST'));
  router.use(whileDatabaseIsGone(deps.notifications));

  /** Null for a link that is none, that has ended, or whose person is no longer one of those who are called. */
  async function open(req: Request): Promise<Opened | null> {
    const { signingKey } = deps;
    const link = signingKey && readAcknowledge({ signingKey }, String(req.params.token), clock.now());
    if (!link) return null;
    const { people } = deps.alerts();
    const person = Object.hasOwn(people, link.person) ? people[link.person]! : null;
    if (person === null && link.person !== ANYBODY) return null;
    const glance = await glanceAt(pool, await findMatter(pool, link.incident));
    if (glance === null) return null;
    const reader: Reader = {
      person: person === null ? null : link.person,
      zone: person?.zone ?? deps.notifications().zone,
      nameOf: by => nameOf(people, by),
    };
    return { ...link, incident: glance.id, glance, reader, look: lookOf(deps.notifications, req, [person?.locale]) };
  }

  async function act(
    { incident, reader }: Opened,
    said: z.infer<typeof form>,
    { by, actor }: Hands,
  ): Promise<Commanded> {
    const now = clock.now();
    const on = { now, settings: deps.alerts() };
    switch (said.action) {
      case 'take': {
        const until = endOf(said.until, now, reader.zone);
        return acknowledge(pool, incident, { by, actor, until, note: said.note || null, had: said.had }, on);
      }
      case 'giveBack':
        return unacknowledge(pool, incident, { by, actor, only: true }, on);
      case 'verdict':
        return sayVerdict(pool, incident, { by, actor, verdict: said.verdict, note: null }, on);
      case 'customers':
        return tellCustomers(pool, incident, { by, actor, tell: said.tell === 'yes' }, on);
      default:
        return said satisfies never;
    }
  }

  function show(res: Response, { look, glance, reader }: Opened, changed: boolean): void {
    sendPage(res, acknowledgePage(look, glance, reader, { now: clock.now(), changed }));
  }

  return router;
}
