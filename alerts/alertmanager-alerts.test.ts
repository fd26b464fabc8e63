import { expect, test } from 'vitest';
import { alertmanagerPayload, readAlerts } from './alertmanager-alerts.ts';

const STARTS = '2026-11-20T08:00:00.123456789Z';
const alert = (named: { [key in string]: unknown } = {}) => ({
  status: 'firing',
  labels: { alertname: 'QueueFull', severity: 'critical', queue: 'mes.calc', instance: 'a' },
  annotations: { summary: 'mes.calc is full', description: '1,200 messages' },
  startsAt: STARTS,
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: 'c0ffee',
  ...named,
});
const read = (...alerts: object[]) => readAlerts(alertmanagerPayload.parse({ version: '4', alerts }));

test('an alert as a finding would have it', () => {
  expect(read(alert())).toEqual([
    {
      firing: true,
      rule: 'alertmanager:QueueFull',
      subject: 'alert:instance="a",queue="mes.calc",severity="critical"',
      severity: 'critical',
      summary: 'mes.calc is full',
      detail: '1,200 messages',
      startsAt: Date.parse('2026-11-20T08:00:00.123Z'),
      stay: 'c0ffee@2026-11-20T08:00:00.123Z',
    },
  ]);
});

test('without words or a severity of ours', () => {
  const [one] = read(alert({ labels: { alertname: 'Up', severity: 'page' }, annotations: {} }));
  expect(one).toMatchObject({ severity: 'warning', summary: 'Up', detail: null });
  expect(read(alert({ labels: { severity: 'Info' } }))[0]).toMatchObject({
    rule: 'alertmanager:alert',
    severity: 'info',
  });
});

test('where to read on is told with it', () => {
  const annotations = { description: 'Full.', runbook_url: 'https://r.example/full', dashboard_url: '/d/relative' };
  expect(read(alert({ annotations }))[0]?.detail).toBe('Full. What to do: https://r.example/full');
  const board = { dashboard_url: 'https://g.example/d/messaging?var-queue=a' };
  expect(read(alert({ annotations: board }))[0]?.detail).toBe('Board: https://g.example/d/messaging?var-queue=a');
});

test('the key names a rule of ours and what it is about', () => {
  const keyed = (key: string) => read(alert({ labels: { alertname: 'X', orderwatch_key: key } }))[0]!;
  expect(keyed('queue-full/queue:mes/calc')).toMatchObject({ rule: 'queue-full', subject: 'queue:mes/calc' });
  for (const bad of ['', 'queue-full', '/queue:mes', 'queue-full/']) expect(keyed(bad).rule).toBe('alertmanager:X');
});

test('what has the same key is one, as bad as the worst that fires', () => {
  const same = (severity: string, status = 'firing') =>
    alert({ status, labels: { alertname: 'X', severity, instance: severity, orderwatch_key: 'r/s' } });
  expect(read(same('info'), same('critical', 'resolved'), same('warning'))).toMatchObject([
    { firing: true, severity: 'warning' },
  ]);
  expect(read(same('info', 'resolved'), same('warning', 'resolved'))).toHaveLength(1);
});

test('ours that comes back is none', () => {
  expect(read(alert({ labels: { alertname: 'price-missing', orderwatch: 'incident' } }))).toEqual([]);
});

test('however much somebody writes, it fits, and stays different', () => {
  const long = (end: string) => read(alert({ labels: { alertname: 'X', text: `\0${'я'.repeat(5_000)}${end}` } }))[0]!;
  expect(long('a').subject).toHaveLength(300);
  expect(long('a').subject).not.toBe(long('b').subject);
  expect(long('a').subject).toBe(long('a').subject);
});

test.each([[{}], [{ alerts: [{ status: 'firing' }] }], [{ alerts: [alert({ startsAt: 'soon' })] }], ['text'], [null]])(
  '%j is nothing that Alertmanager posts',
  body => {
    expect(alertmanagerPayload.safeParse(body).success).toBe(false);
  },
);

test('of no instant that Postgres has it began with our time, and of none at all it is no alert', () => {
  expect(read(alert({ startsAt: '-100000-01-01T00:00:00Z' }))[0]).toMatchObject({ startsAt: 0 });
  expect(() => read(alert({ startsAt: 'yesterday' }))).toThrow();
});
