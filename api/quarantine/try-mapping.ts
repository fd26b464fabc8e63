import type { z } from 'zod';
import { examine } from '../../collector/envelope/decode.ts';
import { MAX_BODY_BYTES, tooLarge } from '../../collector/envelope/json-body.ts';
import type { Source } from '../../collector/mapping/source.ts';
import { maskedReason, maskedValue } from '../../collector/masked-body.ts';
import { listQuarantine, openMessages } from '../../collector/quarantine.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy, type Hands } from '../../tracker/audit/by-hand.ts';
import { recordAudits } from '../../tracker/audit/record.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { readBody } from '../parameters.ts';
import { presentExamination } from '../present.ts';
import { badMapping, type Problem, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';

/** What somebody tries out: sources that can be asked, or everything that is wrong with them. */
export type TriedMapping =
  | { ok: true; sources: readonly Source[] }
  | { ok: false; mistakes: NonNullable<Problem['mistakes']> };

export type TryDeps = {
  pool: Pool;
  vault: Vault;
  clock: Clock;
  lifecycles: () => Lifecycles;
  sources: () => readonly Source[];
  readMapping: (text: string) => TriedMapping;
};

type Examined = z.infer<typeof contract.TryResult>['items'][number];

/**
 * What messages would become with the mapping; no event is recorded. What is about a person is cut out of the answer, but a
 * mapping can be written so that it shows what it should not: so the audit log says who has tried which messages.
 */
export async function tryAsked(
  { pool, vault, clock, lifecycles, sources, readMapping }: TryDeps,
  body: unknown,
  hands: Hands,
): Promise<z.infer<typeof contract.TryResult>> {
  const { ids: named, fingerprint, limit, mapping } = readBody(requestBody.tryMapping, body);
  const tried = readMapping(mapping);
  if (!tried.ok) throw new Refused(badMapping(tried.mistakes));
  const page = { after: null, limit };
  const ids =
    named ?? (await listQuarantine(pool, { fingerprint, state: 'open' }, page, vault)).messages.map(({ id }) => id);
  const messages = await openMessages(pool, ids, MAX_BODY_BYTES, vault);
  const names = new Set(tried.sources.map(({ declared }) => declared.name));
  const asked = [...tried.sources, ...sources().filter(({ declared }) => !names.has(declared.name))];
  const context = { lifecycles: lifecycles(), historic: false };
  const items = await Promise.all(
    messages.map(async ({ id, bodyBytes, message }): Promise<Examined> => {
      const nothing = { asked: [], envelope: null, readings: [] };
      const examined =
        bodyBytes > MAX_BODY_BYTES
          ? { ...nothing, verdict: tooLarge(bodyBytes) }
          : await examine(message, context, asked);
      return { id, ...maskedExamination(presentExamination(examined)) };
    }),
  );
  const found = new Set(messages.map(({ id }) => id));
  const looked = (id: string) =>
    doneBy(hands, clock.now(), { action: 'quarantine.tried', subject: { kind: 'quarantine', id } });
  await transaction(pool, tx => recordAudits(tx, [...found].map(looked)));
  return {
    understood: items.filter(({ understood }) => understood).length,
    items,
    notOpen: ids.filter(id => !found.has(id)),
  };
}

function maskedExamination(shown: z.infer<typeof contract.Examination>): z.infer<typeof contract.Examination> {
  return {
    ...shown,
    fields: shown.fields.map(({ field, expression, gave, problem }) => ({
      field,
      expression,
      // `customer.name` is within a customer, whatever its own name says.
      gave: maskedValue(gave, field.startsWith('customer.') && field !== 'customer.id' ? 'customer' : field),
      problem: problem && maskedReason(problem, field),
    })),
    event: shown.event && (maskedValue(shown.event, 'event') as Record<string, unknown>),
    reason: shown.reason && maskedReason(shown.reason, shown.reasonKind === 'unknown_status' ? null : 'customer'),
  };
}
