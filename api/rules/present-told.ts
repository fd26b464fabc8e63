import type { z } from 'zod';
import type { AlertSettings, Rule } from '../../alerts/settings.ts';
import { toldOf } from '../../alerts/told-of.ts';
import type { Instant } from '../../platform/clock.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { contract } from '../contract.ts';

export function presentTold(rule: Rule, settings: AlertSettings, now: Instant): z.infer<typeof contract.Rule>['told'] {
  return toldOf(rule, settings, now).map(({ steps, ...rest }) => ({
    ...rest,
    steps: steps.map(({ afterMs, who }) => ({ after: inSeconds(afterMs), who })),
  }));
}
