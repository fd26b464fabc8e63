import type { Mail } from './mail.ts';

const WIDTH = 72;

/** The twin of the HTML for whoever reads plain text: everything that stands there, links on lines of their own. */
export function mailText(mail: Mail): string {
  const { title, paragraphs, links, after, contact, reason, telegram, unsubscribe, imprint, brand } = mail;
  const heading = wrapped(title);
  const blocks = [
    `${heading}\n${'='.repeat(Math.max(...heading.split('\n').map(lengthOf)))}`,
    ...paragraphs.map(wrapped),
    ...links.map(({ label, url }) => `${wrapped(`${label}:`)}\n${url}`),
    ...after.map(wrapped),
    contact &&
      [wrapped(contact.sentence), contact.email, contact.phone?.label, contact.site?.url].filter(Boolean).join('\n'),
    // Mail programs fold or grey what stands below these three signs.
    ['-- ', brand.name, ...imprint.map(wrapped)].join('\n'),
    wrapped(reason),
    telegram && `${wrapped(`${telegram.label}:`)}\n${telegram.url}`,
    unsubscribe && `${wrapped(`${unsubscribe.label}:`)}\n${unsubscribe.url}`,
  ];
  return `${blocks.filter(block => block !== null).join('\n\n')}\n`;
}

/** Broken at spaces only: a no-break space stays what it is, and a long word stands out rather than fall apart. */
export function wrapped(text: string): string {
  return text.split('\n').map(wrapLine).join('\n');
}

function wrapLine(line: string): string {
  const lines: string[] = [];
  // What goes on below an entry of a list stands below its words.
  const indent = line.startsWith('• ') ? '  ' : '';
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && lengthOf(current) + 1 + lengthOf(word) > WIDTH) {
      lines.push(current);
      current = indent + word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}

function lengthOf(text: string): number {
  return [...text].length;
}
