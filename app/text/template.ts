import type { ChatButton, Content } from '../../notifier/channel.ts';
import { smsText } from '../../notifier/sms-text.ts';
import type { LoadedTemplates } from '../../notifier/template-files.ts';
import { printableLines } from './printable.ts';
import { table } from './table.ts';

/** The templates by name, with the locales that they are there in and the channels that they have words for. */
export function describeTemplates({ templates, list }: LoadedTemplates): string {
  const rows = templates.names().map(name => {
    const inLocales = list.filter(one => one.name === name);
    const locales = inLocales.map(({ locale }) => locale).toSorted();
    const about = inLocales[0]?.about ?? 'change';
    return [name, about, locales.join(', ') || 'JSON', templates.channelsOf(name).join(', ')];
  });
  return table([['TEMPLATE', 'ABOUT', 'LOCALES', 'CHANNELS'], ...rows]);
}

/** A message as it would go out. */
export function describeContent(content: Content): string {
  return printableLines(
    [`── ${content.channel} ${'─'.repeat(72 - content.channel.length)}`, ...lines(content)].join('\n'),
  );
}

function lines(content: Content): string[] {
  switch (content.channel) {
    case 'email':
      return [`Subject: ${content.subject}`, '', content.text.trimEnd()];
    case 'sms': {
      const { segments, encoding } = smsText(content.text);
      return [content.text, '', `(${segments === 1 ? '1 segment' : `${segments} segments`}, ${encoding})`];
    }
    case 'telegram':
      return [content.html, ...content.buttons.flatMap(buttonInWords)];
    case 'slack':
      return [content.text, ...content.buttons.flatMap(buttonInWords)];
    case 'webhook':
      return [JSON.stringify(JSON.parse(content.body), null, 2)];
    default:
      return content satisfies never;
  }
}

/** One that is pressed leads nowhere. */
function buttonInWords(button: ChatButton): string[] {
  return ['', button.press === undefined ? `[${button.label}] ${button.url}` : `[${button.label}]`];
}
