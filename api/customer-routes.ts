import { json, Router } from 'express';
import type { z } from 'zod';
import { masked } from '../notifier/address.ts';
import { addressesOf, type KnownAddress } from '../notifier/addresses-of.ts';
import { ALL_NOTICES } from '../notifier/choose.ts';
import type { Recipient } from '../notifier/message.ts';
import { readPreferences } from '../notifier/preference-rows.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import { readOptOuts, takeWish } from '../notifier/wishes.ts';
import { type Clock, toIso } from '../platform/clock.ts';
import { meant } from '../platform/mistake.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { handsOf } from './access/audited.ts';
import { demandMatch, versionOfContent, withETag } from './access/etag.ts';
import type { contract } from './contract.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readBody, readQuery } from './parameters.ts';
import { badField, badParameter, Refused } from './problem.ts';
import { customerId, query, requestBody } from './requests.ts';

type CustomerDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  notifications: () => NotifierSettings;
  clock: Clock;
  vault: Vault;
};

export function customerRoutes({ pool, lifecycles, notifications, clock, vault }: CustomerDeps): Router {
  const customers = Router();

  customers
    .route('/:id/preferences')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const recipient = recipientOf(req.params.id);
      const shown = await preferencesOf(pool, recipient, await addresses(recipient));
      withETag(res, versionOfContent(shown)).json(shown);
    })
    .put(jsonOnly, json({ limit: '64kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const recipient = recipientOf(req.params.id);
      const preference = readBody(requestBody.preferences, req.body);
      refuseUnknownNotices(Object.keys(preference.channels ?? {}));
      const known = await addresses(recipient);
      const optIn = Object.values(preference.channels ?? {}).flat();
      await transaction(pool, async tx => {
        const now = clock.now();
        // Whoever sets them at the same moment comes after.
        await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`api.preferences ${recipient}`]);
        demandMatch(req, versionOfContent(await preferencesOf(tx, recipient, known)));
        await takeWish(tx, recipient, { preference, optIn, addresses: known }, now);
        // What a customer wants is theirs: which of it was set is enough.
        const set = Object.entries(preference).flatMap(([field, value]) => (value == null ? [] : [field]));
        const subject = { kind: 'customer', id: req.params.id } as const;
        await recordAudit(tx, doneBy(handsOf(res), now, { action: 'preferences.set', subject, after: { set } }));
      });
      const shown = await preferencesOf(pool, recipient, known);
      withETag(res, versionOfContent(shown)).json(shown);
    })
    .all(otherMethods('GET, PUT'));

  function addresses(recipient: Recipient): Promise<KnownAddress[]> {
    const { country } = notifications();
    return addressesOf(pool, { lifecycles: lifecycles(), vault, now: clock.now(), country }, recipient);
  }

  function refuseUnknownNotices(named: readonly string[]): void {
    const known = [ALL_NOTICES, ...Object.keys(notifications().notices)];
    const unknown = named.find(id => !known.includes(id));
    if (unknown === undefined) return;
    const sentence = `There is no notice ${unknown}.${meant(unknown, known)} There are ${known.join(', ')}.`;
    throw new Refused(badParameter(`body.channels.${unknown}`, sentence));
  }

  async function preferencesOf(
    db: Db,
    recipient: Recipient,
    known: readonly KnownAddress[],
  ): Promise<z.infer<typeof contract.Preferences>> {
    const preference = (await readPreferences(db, [recipient])).get(recipient);
    const { channels = null, locale = null, zone = null, quietHours = null } = preference ?? {};
    const optOuts = await readOptOuts(db, known);
    return {
      channels: channels && Object.fromEntries(Object.entries(channels).map(([id, list]) => [id, [...list]])),
      locale,
      zone,
      quietHours,
      optOuts: optOuts.map(({ channel, address, reason, since }) => ({
        channel,
        address: masked(channel, address),
        reason,
        since: toIso(since),
      })),
    };
  }

  return customers;
}

function recipientOf(id: string): Recipient {
  const parsed = customerId.safeParse(id);
  if (!parsed.success) throw new Refused(badField('id', `${parsed.error.issues[0]!.message}`));
  return `customer:${id}`;
}
