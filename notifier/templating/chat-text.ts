import type { Button, ChatButton, Content } from '../channel.ts';
import type { Words } from './words.ts';

type TelegramContent = Extract<Content, { channel: 'telegram' }>;
type SlackContent = Extract<Content, { channel: 'slack' }>;

/**
 * `own`: what the template says for this chat alone, in place of title and paragraphs. `press`: what we are told when the
 * button is pressed that acts at once.
 */
type InChat = { own: string | null; press: string | null };

export function chatContentOf(channel: 'telegram' | 'slack', words: Words, inChat: InChat): Content {
  return channel === 'telegram' ? telegramContent(words, inChat) : slackContent(words, inChat);
}

function telegramContent({ title, paragraphs, links }: Words, { own, press }: InChat): TelegramContent {
  const [button = null, ...others] = links.map(link => chatButton(link, press));
  const blocks =
    own === null ? [`<b>${telegramText(title)}</b>`, ...paragraphs.map(telegramText)] : [telegramText(own)];
  return { channel: 'telegram', html: [...blocks, ...others.map(telegramLink)].join('\n\n'), button };
}

/** Text and paragraphs are Slack's mrkdwn and escaped for it; the title and labels are plain text there. */
function slackContent({ title, paragraphs, links }: Words, { own, press }: InChat): SlackContent {
  const blocks = own === null ? paragraphs : own.split('\n');
  return {
    channel: 'slack',
    text: [title, ...blocks].map(slackText).join('\n'),
    title,
    paragraphs: blocks.map(slackText),
    buttons: links.map(link => chatButton(link, press)),
  };
}

function chatButton({ label, url, isPress }: Words['links'][number], press: string | null): ChatButton {
  return isPress && press !== null ? { label, url, press } : { label, url };
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
