import type { z } from 'zod';
import type { AskedCorrection, Telling } from '../../tracker/corrections/correction.ts';
import type { DecisionSettings } from '../../tracker/decisions/settings.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { requestBody } from '../requests.ts';

type Asked = z.infer<typeof requestBody.correctionPreview>;

/** A preview needs no reason and no words yet. */
export function correctionAsked(
  orderId: OrderKey,
  { to, reason = '', occurredAt, publish, ...words }: Asked,
  { publish: usual }: DecisionSettings,
): AskedCorrection {
  const at = occurredAt ?? null;
  return { orderId, to, reason, occurredAt: at, publish: publish ?? usual.corrections, telling: tellingOf(words) };
}

function tellingOf({ notify, text }: Pick<Asked, 'notify' | 'text'>): Telling {
  return notify === 'own' ? { notify, words: text ?? '' } : { notify, words: null };
}
