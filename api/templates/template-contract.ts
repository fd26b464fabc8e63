import { z } from 'zod';
import { CHANNELS } from '../../notifier/message.ts';

/** The part of the contract that is about the templates of messages. */

export const templateList = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string().nullable().meta({ description: 'What it is filled with: `order`, `incident`; null: JSON.' }),
      locales: z.array(z.string()),
      channels: z.array(z.enum(CHANNELS)).meta({ description: 'Those that it has words for.' }),
      own: z.boolean().meta({ description: 'In a folder of the configuration, in place of a bundled one.' }),
    }),
  ),
  nextCursor: z.null(),
});

export const templatePreview = z.strictObject({
  template: z.string(),
  language: z.string(),
  channels: z.array(
    z.strictObject({
      channel: z.enum(CHANNELS),
      subject: z.string().nullable(),
      text: z.string().nullable().meta({ description: 'As plain text, or JSON; null: it cannot be made.' }),
      html: z.string().nullable().meta({ description: 'Of an e-mail, and Telegram’s few tags.' }),
      frameUrl: z
        .string()
        .nullable()
        .meta({ description: 'Where the HTML of an e-mail can be framed: nothing runs in it.' }),
      problem: z.string().nullable().meta({ description: 'Why it cannot be made.' }),
    }),
  ),
});
