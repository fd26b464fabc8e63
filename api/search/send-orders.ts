import { once } from 'node:events';
import type { Request, Response } from 'express';
import { type Instant, toIso } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import { auditOf } from '../access/audited.ts';
import type { Role } from '../access/roles.ts';
import { principalOf } from '../authentication.ts';
import { type OrderListDeps, pageOf } from '../order-list.ts';
import { badField, forbidden, Refused } from '../problem.ts';
import { orderShownTo } from '../reveal/shown-order.ts';
import { type OrdersAsked, ordersAsked } from './orders-asked.ts';
import { csvName, ordersCsv } from './orders-csv.ts';

// As with the contacts of one order (POST /orders/{id}/reveal).
const MAY_HAVE_CONTACTS: readonly Role[] = ['support', 'manager', 'admin'];

/** The list as it was asked for: a page of it, or all of it as CSV. `pool`: where the audit log is written. */
export async function sendOrders(
  deps: OrderListDeps & { pool: Pool },
  req: Request,
  res: Response,
  now: Instant,
): Promise<void> {
  const principal = principalOf(res);
  const asked = ordersAsked(req.query, { lifecycles: deps.lifecycles, who: principal });
  res.vary('Accept');
  if ((asked.format ?? (req.accepts(['json', 'csv']) === 'csv' ? 'csv' : 'json')) === 'csv') {
    if (principal.role === 'customer') throw new Refused(forbidden('Customers are given their orders as JSON.'));
    await sendCsv(deps, asked, res, now);
    return;
  }
  const page = await pageOf(deps, asked, now);
  res.json({ ...page, items: page.items.map(order => orderShownTo(principal, order)) });
}

async function sendCsv(
  deps: OrderListDeps & { pool: Pool },
  asked: OrdersAsked,
  res: Response,
  now: Instant,
): Promise<void> {
  if (asked.withContacts) await auditContacts(deps.pool, asked, res, now);
  res.type('text/csv').set('Content-Disposition', `attachment; filename="${csvName(now)}"`);
  for await (const lines of ordersCsv(deps, asked, now)) {
    // Whoever no longer reads it costs nothing any more.
    if (res.closed) return;
    if (!res.write(lines)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
  }
  res.end();
}

/** Before the first line goes out. What was typed into the box is left out: it may be somebody's number. */
async function auditContacts(
  pool: Pool,
  { filter, understood }: OrdersAsked,
  res: Response,
  now: Instant,
): Promise<void> {
  if (!MAY_HAVE_CONTACTS.includes(principalOf(res).role)) {
    throw new Refused(badField('contacts', 'your role is shown contacts masked; leave it out'));
  }
  const { q, known, ...named } = filter;
  const filters = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const words = understood?.words.map(({ word }) => word) ?? [];
  await transaction(pool, tx =>
    recordAudit(tx, {
      at: now,
      ...auditOf(res),
      action: 'order.contacts_exported',
      subject: { kind: 'order', id: '*' },
      reason: null,
      before: null,
      after: {
        at: toIso(now),
        filters: [...new Set([...filters, ...words])],
        byText: q !== undefined,
        byIncident: known !== undefined,
      },
    }),
  );
}
