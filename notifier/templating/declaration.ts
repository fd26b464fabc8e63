import { z } from 'zod';
import { PRESSES } from '../channel.ts';
import { SUBJECTS, type Subject } from './samples.ts';

const phrase = (description: string) => z.string().min(1).meta({ description });

const link = z.strictObject({
  label: phrase('What stands on it.'),
  url: phrase('Where it leads: http, https, mailto or tel. One that gives nothing is left out.'),
});

const column = z.strictObject({
  label: phrase('What stands above it, and beside each cell where a screen is narrow.'),
  text: phrase('Of each cell; `row` is the entry of the list. A column in which nothing stands is left out.'),
  number: z.boolean().exactOptional().meta({ description: 'Whether its cells are numbers, which stand on the right.' }),
});

const table = z.strictObject({
  title: phrase('What it is of. A table without rows is left out.'),
  each: z
    .string()
    .regex(/^\w+(\.\w+)*$/)
    .meta({ description: 'The list of which each entry is a row, such as orders.first.' }),
  columns: z.array(column).min(1),
});

export type TableDeclaration = z.infer<typeof table>;

/** A file of templates. Every text is plain, with Liquid in it; what that means in HTML or in a chat is our business. */
export const templateDeclaration = z.strictObject({
  about: z
    .enum(Object.keys(SUBJECTS) as [Subject, ...Subject[]])
    .exactOptional()
    .meta({ description: 'What it is filled with: an order, if nothing else is said.' }),
  subject: phrase('Of the e-mail.'),
  preview: phrase('What mailboxes show beside the subject.'),
  title: phrase('What happened, in one sentence.'),
  paragraphs: z
    .array(phrase('One that renders empty is left out.'))
    .min(1)
    .meta({ description: 'What it means, and what comes next.' }),
  tables: z.array(table).exactOptional().meta({ description: 'Of an e-mail only: below the paragraphs.' }),
  button: link
    .extend({
      press: z
        .boolean()
        .exactOptional()
        .meta({ description: 'Whether a chat that can be answered by a press of it does that at once.' }),
    })
    .exactOptional()
    .meta({ description: 'What can be done about it.' }),
  links: z.array(link).exactOptional().meta({ description: 'What else can be done.' }),
  presses: z
    .array(
      z.strictObject({
        label: phrase('What stands on it. One on which nothing stands is left out.'),
        press: z.enum(PRESSES).meta({ description: 'What it is to do.' }),
      }),
    )
    .exactOptional()
    .meta({ description: 'Buttons of a chat that can be answered by a press of them; they are nowhere else.' }),
  after: z.array(phrase('Smaller, below the button.')).exactOptional(),
  sms: phrase('Without it, the template is not for SMS.').exactOptional(),
  transliterate: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Whether the SMS is written in Latin letters, which is cheaper than Cyrillic ones.' }),
  telegram: phrase('Instead of title and paragraphs.').exactOptional(),
  slack: phrase('Instead of title and paragraphs.').exactOptional(),
  reason: phrase('Why they get it.'),
});

export type TemplateDeclaration = z.infer<typeof templateDeclaration>;

/** What stands around the words of every e-mail, in one language. Plain text, without Liquid. */
export const frameDeclaration = z.strictObject({
  contact: phrase('Before the addresses and numbers of people who help.'),
  site: phrase('What the link to the page with contacts is called.'),
  telegram: phrase('What the link is called by which such messages come in Telegram.'),
  unsubscribe: phrase('What the link is called by which no more messages of this kind come.'),
});

export type FrameWords = z.infer<typeof frameDeclaration>;
