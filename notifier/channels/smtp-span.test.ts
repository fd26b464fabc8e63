import { afterAll, expect, test } from 'vitest';
import { withSpan } from '../../platform/tracing.ts';
import { telemetryUnderTest } from '../../test/support/telemetry.ts';
import { notifierSettings, outgoing } from './outgoing-under-test.ts';
import { openSmtp } from './smtp.ts';
import { startSmtpSink } from './smtp-under-test.ts';

const receiver = await telemetryUnderTest();
const sink = await startSmtpSink();
const channel = openSmtp({ server: { provider: 'smtp', url: sink.url }, settings: () => notifierSettings() });
afterAll(async () => {
  await channel.stop();
  await sink.stop();
});

test('a mail is a span of the server that takes it, and of nobody that gets it', async () => {
  const never = new AbortController().signal;
  await withSpan('taken', {}, () => channel.send(outgoing(), never));
  sink.hinder(stage => (stage === 'recipient' ? { code: 550, words: '5.1.1 no anna here' } : null));
  await withSpan('refused', {}, () => channel.send(outgoing(), never));
  const spans = await receiver.until(all => all.some(({ name }) => name === 'refused'));
  const sends = spans.filter(({ name }) => name === 'SMTP send');
  const server = {
    'network.protocol.name': 'smtp',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(sink.url).port),
  };
  expect(sends).toMatchObject([
    { kind: 'CLIENT', status: 'UNSET', parentSpanId: spans.find(({ name }) => name === 'taken')?.spanId },
    { kind: 'CLIENT', status: 'ERROR' },
  ]);
  expect(sends.map(({ attributes }) => attributes)).toEqual([server, { ...server, 'error.type': 'invalid_address' }]);
  expect(receiver.bodies().join()).not.toMatch(/anna|example\.com|Цена|no .* here/i);
});
