import type { z } from 'zod';
import type { Deploy } from '../collector/deploys.ts';
import { toIso } from '../platform/clock.ts';
import type { contract } from './contract.ts';

export function presentDeploy({ id, at, ...deploy }: Deploy): z.infer<typeof contract.Deploy> {
  const { kind, service, version, environment, result, by, url, tests } = deploy;
  return { id: String(id), kind, service, version, environment, result, at: toIso(at), by, url, tests };
}
