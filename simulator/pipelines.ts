import type { Log } from '../platform/log.ts';
import type { Release } from './releases.ts';

const ANSWERS_WITHIN_MS = 5_000;

/** How the pipelines tell the API at `url`. Never rejects: one that is not heard is not told again, as in real life. */
export function createPipelines({ url, key, log }: { url: string; key: string; log: Log }) {
  return async ({ at, ...release }: Release): Promise<void> => {
    const trouble = (reason: string) => log.warn({ service: release.service, reason }, 'a deploy was not heard of');
    try {
      const answer = await fetch(`${url.replace(/\/+$/, '')}/api/v1/deploys`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ ...release, at: new Date(at).toISOString(), by: 'pipeline' }),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) trouble(`status ${answer.status}`);
    } catch (error) {
      trouble((error as Error).name);
    }
  };
}
