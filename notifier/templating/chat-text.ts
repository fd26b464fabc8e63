import type { Button, ChatButton, Content, Presses } from '../channel.ts';
import type { Words } from './words.ts';

type TelegramContent = Extract<Content, { channel: 'telegram' }>;
type SlackContent = Extract<Content, { channel: 'slack' }>;

/**
 * `own`: what the template says for this chat alone, in place of title and paragraphs. `presses`: what we are told
 * when buttons are pressed that act at once.
 */
type InChat = { own: string | null; presses: Presses };

export function chatContentOf(channel: 'telegram' | 'slack', words: Words, inChat: InChat): Content {
  return channel === 'telegram' ? telegramContent(words, inChat) : slackContent(words, inChat);
}

function telegramContent({ title, paragraphs, links, ...words }: Words, { own, presses }: InChat): TelegramContent {
  const [button, ...others] = links;
  const blocks =
    own === null ? [`<b>${telegramText(title)}</b>`, ...paragraphs.map(telegramText)] : [telegramText(own)];
  const buttons = [...(button ? [chatButton(button, presses)] : []), ...pressButtons(words, presses)];
  return { channel: 'telegram', html: [...blocks, ...others.map(telegramLink)].join('\n\n'), buttons };
}

/** Text and paragraphs are Slack's mrkdwn and escaped for it; the title and labels are plain text there. */
function slackContent({ title, paragraphs, links, ...words }: Words, { own, presses }: InChat): SlackContent {
  const blocks = own === null ? paragraphs : own.split('\n');
  return {
    channel: 'slack',
    text: [title, ...blocks].map(slackText).join('\n'),
    title,
    paragraphs: blocks.map(slackText),
    buttons: [...links.map(link => chatButton(link, presses)), ...pressButtons(words, presses)],
  };
}

/** The one that acts at once takes an incident on. */
function chatButton({ label, url, isPress }: Words['links'][number], { take }: Presses): ChatButton {
  return isPress && take !== undefined ? { label, press: take } : { label, url };
}

function pressButtons(words: Pick<Words, 'presses'>, presses: Presses): ChatButton[] {
  return words.presses.flatMap(({ label, press: name }) => {
    const press = presses[name];
    return press === undefined ? [] : [{ label, press }];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function telegramText(text: string): string {
  return text.replace(/[&<>"]/g, sign => ENTITIES[sign]!);
}

function telegramLink({ label, url }: Button): string {
  return `<a href="${telegramText(url)}">${telegramText(label)}</a>`;
}

/** Without these three nothing in a value becomes a link or calls a channel; `<!channel>` would wake everybody. */
function slackText(text: string): string {
  return text.replace(/[&<>]/g, sign => ENTITIES[sign]!);
}
