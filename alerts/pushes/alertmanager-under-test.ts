import { type HttpUnderTest, startHttp } from '../../platform/http-under-test.ts';
import type { Alert } from './alertmanager.ts';

/** The other side: it keeps what it is told by labels, forgets it at its end, and posts all of it to a webhook. */
export type AlertmanagerUnderTest = {
  server: HttpUnderTest;
  /** As Prometheus would. */
  tell(alerts: readonly Partial<Alert>[]): void;
  /** Those that fire. */
  firing(now: number): Alert[];
  /** Posts everything it knows, and forgets what is over; returns the status of the answer. */
  repeat(webhook: string, authorization: string, now: number): Promise<number>;
  stop(): Promise<void>;
};

export async function startAlertmanager(): Promise<AlertmanagerUnderTest> {
  const known = new Map<string, Alert>();
  const fingerprint = ({ labels }: Alert) => JSON.stringify(Object.entries(labels).sort());
  const tell = (alerts: readonly Alert[]) => {
    for (const alert of alerts) known.set(fingerprint(alert), alert);
  };
  const server = await startHttp(({ body }) => {
    tell(JSON.parse(body) as Alert[]);
    return { status: 200 };
  });
  const fires = ({ endsAt }: Alert, now: number) => Date.parse(endsAt) > now;
  return {
    server,
    tell: alerts => tell(alerts as Alert[]),
    firing: now => [...known.values()].filter(alert => fires(alert, now)),
    repeat: async (webhook, authorization, now) => {
      const alerts = [...known.values()].map(alert => ({
        ...alert,
        status: fires(alert, now) ? 'firing' : 'resolved',
        fingerprint: fingerprint(alert),
      }));
      for (const [key, alert] of known) if (!fires(alert, now)) known.delete(key);
      const init = { method: 'POST', headers: { authorization, 'content-type': 'application/json' } };
      const { status } = await fetch(webhook, { ...init, body: JSON.stringify({ version: '4', alerts }) });
      return status;
    },
    stop: server.stop,
  };
}
