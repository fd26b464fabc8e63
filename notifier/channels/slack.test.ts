import { afterAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { Content, Outgoing } from '../channel.ts';
import { outgoing } from './outgoing-under-test.ts';
import { startProviders } from './providers-under-test.ts';
import { openSlack, slackPayload } from './slack.ts';
import { SLACK_REFUSALS, slackVerdict } from './slack-answers.ts';

type SlackContent = Extract<Content, { channel: 'slack' }>;

const providers = await startProviders(systemClock);
const { slack } = providers;
const channel = openSlack({ url: slack.url, clock: systemClock });
const never = new AbortController().signal;

beforeEach(() => {
  providers.hinder(() => null);
  slack.posted.length = 0;
});
afterAll(async () => {
  await channel.stop();
  await providers.stop();
});

const content: SlackContent = {
  channel: 'slack',
  text: '14 orders wait for the MES',
  title: '14 orders wait for the MES',
  paragraphs: ['Since 09:50, <https://x.example/i/31|incident 31>.', ''],
  buttons: [{ label: 'Acknowledge', url: 'https://x.example/ack' }],
};
const note = (given: Partial<Outgoing> = {}) => outgoing({ address: '', content, ...given });

test('a message arrives in blocks, with a text for notifications', async () => {
  expect(await channel.send(note(), never)).toEqual({ kind: 'sent', providerId: null, said: null });
  expect(slack.posted).toEqual([
    {
      text: '14 orders wait for the MES',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '14 orders wait for the MES' } },
        { type: 'section', text: { type: 'mrkdwn', text: 'Since 09:50, <https://x.example/i/31|incident 31>.' } },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: { type: 'plain_text', text: 'Acknowledge' }, url: 'https://x.example/ack' },
          ],
        },
      ],
    },
  ]);
});

test('an address of its own goes before the one that is set', async () => {
  await channel.send(note({ address: `${providers.url}/services/T1/B1/Y` }), never);
  expect(providers.asked.at(-1)!.url.pathname).toBe('/services/T1/B1/Y');
});

test('a button that tells us of its press bears what it tells, and opens nothing', () => {
  const button = { label: 'Acknowledge', url: 'https://x.example/ack', press: 'take:31:x' };
  const payload = JSON.stringify(slackPayload({ ...content, buttons: [button] }));
  expect(payload).toContain('"action_id":"press","value":"take:31:x"');
  expect(payload).not.toContain('https://x.example/ack');
});

test("nothing is longer than Slack's limits", () => {
  const payload = slackPayload({
    ...content,
    title: 'x'.repeat(200),
    paragraphs: Array.from({ length: 80 }, () => '💍'.repeat(2_000)),
    buttons: Array.from({ length: 30 }, () => ({ label: 'x'.repeat(100), url: 'https://x.example' })),
  }) as { blocks: { type: string; text?: { text: string }; elements?: { text: { text: string } }[] }[] };
  expect(payload.blocks).toHaveLength(50);
  expect(payload.blocks[0]!.text!.text).toHaveLength(150);
  expect(payload.blocks[1]!.text!.text.length).toBeLessThanOrEqual(3_000);
  expect(payload.blocks[1]!.text!.text.isWellFormed()).toBe(true);
  expect(payload.blocks.at(-1)!.elements).toHaveLength(25);
  expect(payload.blocks.at(-1)!.elements![0]!.text.text).toHaveLength(75);
  expect(slackPayload({ ...content, buttons: [] })).toMatchObject({ blocks: { length: 2 } });
});

test.each([
  [400, 'invalid_payload', 'permanent', 'our_fault'],
  [400, 'invalid_blocks', 'permanent', 'our_fault'],
  [400, 'no_text', 'permanent', 'our_fault'],
  [400, 'too_many_attachments', 'permanent', 'too_large'],
  [400, 'user_not_found', 'permanent', 'invalid_address'],
  [403, 'action_prohibited', 'permanent', 'refused'],
  [403, 'posting_to_general_channel_denied', 'permanent', 'refused'],
  [403, 'invalid_token', 'transient', 'bad_credentials'],
  [404, 'channel_not_found', 'permanent', 'invalid_address'],
  [410, 'channel_is_archived', 'permanent', 'invalid_address'],
  [403, 'no_active_hooks', 'transient', 'bad_credentials'],
  [404, 'no_service', 'transient', 'bad_credentials'],
  [404, 'no_service_id', 'transient', 'bad_credentials'],
  [404, 'no_team', 'transient', 'bad_credentials'],
  [403, 'team_disabled', 'transient', 'bad_credentials'],
  [500, 'rollup_error', 'transient', 'provider_down'],
])('%i %s is %s, %s', (status, body, kind, reason) => {
  expect(SLACK_REFUSALS.has(body)).toBe(true);
  expect(slackVerdict({ kind: 'answered', status, headers: {}, body }, 0)).toMatchObject({ kind, reason });
});

test('other answers', async () => {
  expect(SLACK_REFUSALS.size).toBe(16);
  providers.hinder(() => ({ status: 429, headers: { 'retry-after': '30' }, body: 'rate_limited' }));
  expect(await channel.send(note(), never)).toMatchObject({
    kind: 'transient',
    reason: 'too_many',
    retryAfterMs: 30_000,
  });
  providers.hinder(() => ({ status: 503, body: '<html>' }));
  expect(await channel.send(note(), never)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  providers.hinder(() => ({ status: 418, body: 'teapot' }));
  expect(await channel.send(note(), never)).toMatchObject({ kind: 'permanent', reason: 'refused', said: '418 teapot' });
  providers.hinder(() => 'drop');
  expect(await channel.send(note(), never)).toMatchObject({ kind: 'unknown' });
});
