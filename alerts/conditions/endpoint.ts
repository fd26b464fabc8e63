import { z } from 'zod';
import { usualLatency } from '../../collector/watch/endpoint-history.ts';
import type { WatchedEndpoint } from '../../collector/watch/watched-endpoints.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Condition } from '../condition.ts';
import { endpointDownText, endpointSlowText } from '../endpoint-words.ts';
import type { Found } from '../finding.ts';
import { whyBlind } from '../fresh-sample.ts';
import { type Length, lengthLevels } from '../lengths.ts';
import { type Level, worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { foundThing } from '../thing.ts';
import { duration, name } from '../written-limits.ts';

const ANY = '*';

export const endpoint = z
  .strictObject({
    kind: z.literal('endpoint').meta({
      description: 'An endpoint does not answer as it should, or too slowly.',
      examples: ['endpoint'],
    }),
    endpoint: name('Which one of `endpoints`; `*`: each of them.', 'crm'),
    for: duration(
      'So long it may be down: what is deployed is gone for a while. Either this or `over`.',
      'PT2M',
    ).exactOptional(),
    over: duration('So long the middle one of its last five answers may take.', 'PT3S').exactOptional(),
  })
  .meta({
    description: '`endpoint`: an endpoint is down for longer than `for`, or takes longer than `over` to answer.',
  });

/** What one endpoint is found for; null: for nothing. */
type Judge = (endpoint: WatchedEndpoint, now: Instant) => Found | null;

export function compileEndpoint(declared: z.infer<typeof endpoint>, on: RuleContext): Condition {
  const judge =
    declared.over === undefined ? isDown(lengthLevels(declared.for!, on)) : isSlow(lengthLevels(declared.over, on));
  return {
    kind: 'endpoint',
    look: async ({ db, now }) => {
      const named = (await on.watched.readEndpoints(db)).filter(
        one => declared.endpoint === ANY || one.name === declared.endpoint,
      );
      const why = named.map(one => whyBlind(one.name, one, now)).find(reason => reason !== null);
      if (why !== undefined) return { kind: 'blind', why };
      return { kind: 'seen', lookedAt: named.length, found: named.flatMap(one => judge(one, now) ?? []) };
    },
  };
}

function isDown(levels: readonly Level<Length>[]): Judge {
  return (endpoint, now) => {
    const { name, up, since } = endpoint;
    const level = up ? null : worstPassed(levels, ({ over }) => since + over.ms <= now);
    return (
      level &&
      foundThing(`endpoint:${name}`, {
        severity: level.severity,
        since,
        limitAt: since + level.over.ms,
        limit: level.over.iso,
        detail: endpointDownText(endpoint, now),
      })
    );
  };
}

function isSlow(levels: readonly Level<Length>[]): Judge {
  return endpoint => {
    const ms = usualLatency(endpoint);
    const level = ms === null ? null : worstPassed(levels, ({ over }) => ms > over.ms);
    return (
      level &&
      foundThing(`endpoint:${endpoint.name}`, {
        severity: level.severity,
        limit: level.over.iso,
        detail: endpointSlowText(endpoint, ms!),
      })
    );
  };
}
