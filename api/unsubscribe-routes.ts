import { type Request, type Response, Router, raw } from 'express';
import { masked, normalAddress } from '../notifier/address.ts';
import { addressesOf } from '../notifier/addresses-of.ts';
import { chooseChannels } from '../notifier/choose.ts';
import type { Recipient } from '../notifier/message.ts';
import { type Preference, readPreferences } from '../notifier/preference-rows.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import { readSuppressions } from '../notifier/suppression-rows.ts';
import {
  readAddressee,
  readUnsubscribe,
  resubscribe,
  type Unsubscribing,
  unsubscribe,
} from '../notifier/unsubscribe.ts';
import { takeWish } from '../notifier/wishes.ts';
import type { Clock } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy } from '../tracker/audit/by-hand.ts';
import type { AuditSubject } from '../tracker/audit/entry.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressOf } from './access/audited.ts';
import { otherMethods } from './error-handler.ts';
import { noLinkPage, notUnderstoodPage, type Page } from './page.ts';
import { formOf, lookOf, sendPage as send, whileDatabaseIsGone } from './page-answers.ts';
import { kindsOf, noticeName, wishFrom } from './unsubscribe-choice.ts';
import { type Choice, choicePage } from './unsubscribe-page.ts';

export type UnsubscribeDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  notifications: () => NotifierSettings;
  /** Null: no link is one of ours. */
  signingKey: Buffer | null;
  clock: Clock;
  vault: Vault;
};

const NOTHING: Preference = { channels: null, locale: null, zone: null, quietHours: null };
const KIND = 'kind:';

/**
 * What the link at the end of a message leads to. Whoever has the link needs nothing else: it is opened from mailboxes,
 * and pressed by mail programs (RFC 8058). Those look at links before people do, so GET changes nothing.
 */
export function unsubscribeRoutes(deps: UnsubscribeDeps): Router {
  const { pool, vault, clock } = deps;
  const router = Router();

  router
    .route('/:token')
    .get(async (req, res) => {
      const link = linkOf(req);
      send(res, link === null ? noLinkPage(lookOf(deps.notifications, req)) : await showChoice(req, link));
    })
    .post(raw({ type: () => true, limit: '16kb' }), async (req, res) => {
      const link = linkOf(req);
      if (link === null) return send(res, noLinkPage(lookOf(deps.notifications, req)));
      const form = await formOf(req);
      switch (form?.get('List-Unsubscribe') === 'One-Click' ? 'one-click' : form?.get('action')) {
        case 'one-click':
          await stop(link, res);
          // No page and no redirect: nobody looks on.
          res.type('text/plain').send('Unsubscribed.\n');
          return;
        case 'stop':
          await stop(link, res);
          return res.redirect(303, '?');
        case 'undo':
          await noted(link, res, 'messages.resumed', tx => resubscribe(tx, link));
          return res.redirect(303, '?');
        case 'choose':
          if (!(await takeChoice(link, res, form!)))
            return send(res, notUnderstoodPage(lookOf(deps.notifications, req)));
          return res.redirect(303, '?saved=1');
        default:
          return send(res, notUnderstoodPage(lookOf(deps.notifications, req)));
      }
    })
    .all(otherMethods('GET, POST'));
  router.use(whileDatabaseIsGone(deps.notifications));

  function stop(link: Unsubscribing, res: Response): Promise<boolean> {
    return noted(link, res, 'messages.stopped', tx => unsubscribe(tx, link, clock.now()));
  }

  /**
   * What the owner of the link does stands in the audit log, by whom it is a link of: addresses are never in it. False where
   * nothing was changed, of which it does not tell: mail programs press a button more than once.
   */
  function noted(
    { recipient, channel }: Unsubscribing,
    res: Response,
    action: string,
    work: (tx: Db) => Promise<boolean>,
  ): Promise<boolean> {
    return transaction(pool, async tx => {
      if (!(await work(tx))) return false;
      const [kind, id] = [recipient.slice(0, recipient.indexOf(':')), recipient.slice(recipient.indexOf(':') + 1)];
      const subject: AuditSubject =
        kind === 'order' || kind === 'customer' ? { kind, id } : { kind: 'notification', id: recipient };
      const actor = { who: recipient, role: null, from: addressOf(res) };
      await recordAudit(tx, doneBy({ by: recipient, actor }, clock.now(), { action, subject, after: { channel } }));
      return true;
    });
  }

  function linkOf(req: Request): Unsubscribing | null {
    return deps.signingKey && readUnsubscribe({ signingKey: deps.signingKey }, String(req.params.token), clock.now());
  }

  async function showChoice(req: Request, link: Unsubscribing): Promise<Page> {
    const { notices } = deps.notifications();
    const preference = (await readPreferences(pool, [link.recipient])).get(link.recipient);
    const addressee = await readAddressee(pool, link, vault);
    const suppressions = await readSuppressions(pool, [link]);
    const look = lookOf(deps.notifications, req, [preference?.locale, addressee?.locale]);
    const reachable = new Set([link.channel, ...(await addresses(link.recipient)).map(({ channel }) => channel)]);
    const nameOf = (notice: string) => noticeName(deps.lifecycles(), notice, look.language);
    const choice: Choice = {
      channel: link.channel,
      // What is forgotten is no address any more.
      address:
        addressee && normalAddress(link.channel, addressee.address) !== null
          ? masked(link.channel, addressee.address)
          : null,
      isStopped: suppressions.some(({ reason }) => reason === 'opted_out'),
      isSaved: req.query.saved !== undefined,
      coming: Object.keys(notices)
        .filter(id => chooseChannels(notices[id]!, preference, id).includes(link.channel))
        .map(nameOf),
      kinds: kindsOf(notices, preference, reachable, nameOf),
    };
    return choicePage(look, choice);
  }

  /** False for what no form of ours has sent. */
  async function takeChoice(link: Unsubscribing, res: Response, form: FormData): Promise<boolean> {
    const answers = new Map(
      [...form]
        .filter(([name]) => name.startsWith(KIND))
        .map(([name, answer]) => [name.slice(KIND.length), String(answer)]),
    );
    const { recipient } = link;
    const known = await addresses(recipient);
    return noted(link, res, 'preferences.set', async tx => {
      const preference = (await readPreferences(tx, [recipient])).get(recipient);
      const chosen = wishFrom(answers, deps.notifications().notices, preference);
      if (chosen === null) return false;
      const wanted = { ...(preference ?? NOTHING), channels: chosen.channels };
      await takeWish(tx, recipient, { preference: wanted, optIn: chosen.optIn, addresses: known }, clock.now());
      return true;
    });
  }

  function addresses(recipient: Recipient) {
    const { country } = deps.notifications();
    return addressesOf(pool, { lifecycles: deps.lifecycles(), vault, now: clock.now(), country }, recipient);
  }

  return router;
}
