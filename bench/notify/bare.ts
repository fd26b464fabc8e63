import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';
import { mailOf } from './mails.ts';
import { serve } from './peer.ts';

// Nodemailer by itself, over as many connections as the channel has, never waiting for a mail to be made.
const CONNECTIONS = 5;
const UNDER_WAY = 20;

await serve(async ({ smtpUrl, count }) => {
  const transporter = nodemailer.createTransport({ pool: true, url: smtpUrl, maxConnections: CONNECTIONS });
  const hash = (of: string) => createHash('sha256').update(of).digest('hex').slice(0, 32);
  const mails = Array.from({ length: count }, (_, order) => {
    const orderId = `ORD-${order}`;
    const { subject, text, html } = mailOf(orderId, 'Anna');
    const thread = `<${hash(orderId)}@shop.example>`;
    const id = hash(`${orderId} received`);
    return {
      from: 'Shop <orders@shop.example>',
      to: { name: '', address: `c${order}@example.com` },
      subject,
      text,
      html,
      messageId: `<${id}@shop.example>`,
      inReplyTo: thread,
      references: [thread],
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Entity-Ref-ID': id,
        'List-Unsubscribe': `<https://orders.example/unsubscribe/${id}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
  });
  const begun = performance.now();
  let next = 0;
  const work = async () => {
    while (next < count) {
      next += 1;
      await transporter.sendMail(mails[next - 1]!);
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, work));
  const figure = (count / (performance.now() - begun)) * 1_000;
  transporter.close();
  return figure;
});
