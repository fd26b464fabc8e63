/**
 * The message that a Message-ID of ours names, `<id@domain>`: message.ts has how ids are made, and the domain may have
 * been another one then. Null for those of others.
 */
export function messageNamed(messageId: string): { about: null; id: string } | null {
  const [found] = messagesNamed(messageId);
  return found === undefined ? null : { about: null, id: found };
}

/** The ids of ours in a text, such as `References`, each once. */
export function messagesNamed(text: string): string[] {
  return [...new Set([...text.matchAll(/<([0-9a-f]{32})@[^<>\s]{1,253}>/g)].map(([, id]) => id!))];
}
