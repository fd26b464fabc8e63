import type { Clock } from '../../platform/clock.ts';
import { openHttp } from '../../platform/http-call.ts';
import type { Channel, Content, Outgoing } from '../channel.ts';
import { slackVerdict } from './slack-answers.ts';
import { withoutAnswer } from './without-answer.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 4 * 1024;

type SlackContent = Extract<Content, { channel: 'slack' }>;

/**
 * An incoming webhook of Slack's, or of what is compatible with it. `url` is where messages without an address go. There
 * is no way to ask it whether it has a message: what may have been handed over is sent again.
 */
export function openSlack({ url, clock }: { url: string; clock: Clock }): Channel {
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES });
  return {
    name: 'slack',
    provider: 'slack',
    // A webhook takes one a second.
    concurrency: 1,
    whenUnknown: 'sendAgain',
    send: async (message, signal) => {
      const called = await http.call(
        {
          method: 'POST',
          url: message.address === '' ? url : message.address,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(slackPayload(contentOf(message))),
        },
        signal,
      );
      return called.kind === 'answered' ? slackVerdict(called, clock.now()) : withoutAnswer(called);
    },
    stop: async () => http.stop(),
  };
}

// https://docs.slack.dev/reference/block-kit/blocks
const MAX_TITLE = 150;
const MAX_PARAGRAPH = 3_000;
const MAX_LABEL = 75;
const MAX_BUTTONS = 25;
const MAX_BLOCKS = 50;

// What a button is called that tells us of a press.
const PRESS = 'press';

export function isPress(actionId: string): boolean {
  return actionId === PRESS || actionId.startsWith(`${PRESS}:`);
}

/** `text` is for notifications, and for those that are only compatible and know no blocks. */
export function slackPayload({ text, title, paragraphs, buttons }: SlackContent): object {
  const header = { type: 'header', text: { type: 'plain_text', text: cut(title, MAX_TITLE) } };
  const sections = paragraphs
    .filter(paragraph => paragraph !== '')
    .map(paragraph => ({ type: 'section', text: { type: 'mrkdwn', text: cut(paragraph, MAX_PARAGRAPH) } }));
  const elements = buttons.slice(0, MAX_BUTTONS).map((button, at) => ({
    type: 'button',
    text: { type: 'plain_text', text: cut(button.label, MAX_LABEL) },
    // In one block no two may have the same action.
    ...(button.press === undefined
      ? { url: button.url }
      : { action_id: at === 0 ? PRESS : `${PRESS}:${at}`, value: button.press }),
  }));
  const actions = elements.length > 0 ? [{ type: 'actions', elements }] : [];
  return { text, blocks: [header, ...sections.slice(0, MAX_BLOCKS - 1 - actions.length), ...actions] };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

function contentOf({ content }: Outgoing): SlackContent {
  if (content.channel !== 'slack') throw new Error(`A message of Slack can't be made of ${content.channel}`);
  return content;
}
