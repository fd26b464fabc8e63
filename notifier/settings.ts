import type { Country } from './address.ts';
import type { ChannelName } from './message.ts';

/** What the section `notifications` of the configuration says (section.ts), compiled. Durations in milliseconds. */
export type NotifierSettings = {
  /** `dryRun`: nothing leaves, whatever is set up. */
  mode: 'live' | 'dryRun';
  /** What follows a fact within this time takes its place. */
  settleMs: number;
  brand: Brand;
  /** Sender of e-mail: `Shop <orders@shop.example>`; null: none is declared, and e-mail is a dry run. */
  from: string | null;
  replyTo: string | null;
  /** For whoever has none. */
  locale: string;
  /** For whoever has none. */
  zone: string;
  /** Of phone numbers that are written without one, ISO 3166: `RU`; null: such numbers are of no use. */
  country: Country | null;
  /** By locale, where to look next: { uk: 'ru' }. After that, `locale`, then `en`. */
  fallbacks: Readonly<Record<string, string>>;
  /** By id, as statuses name them. */
  notices: Readonly<Record<string, NoticeSettings>>;
  /** In the recipient's zone, `HH:MM`; over midnight where `from` is later. Null: none. */
  quietHours: QuietHours | null;
  limits: {
    /** So many messages to one recipient within the time; the next one waits. Urgent ones are not counted out. */
    recipient: { messages: number; withinMs: number };
    /** Messages a second to a provider, of one process; absent: as many as it takes. */
    perSecond: Readonly<Partial<Record<ChannelName, number>>>;
  };
  /** Addresses, domains (`@shop.example`) and numbers that may be written to; null: all. */
  allowList: readonly string[] | null;
  /** How long the texts of messages are kept. */
  bodyRetentionMs: number;
  /** By carrier, where its parcels are tracked: `https://…/{number}`. */
  /** Where customers see their order in the shop: `https://…/{orderId}`; null: nowhere. */
  orderUrl: string | null;
  carriers: Readonly<Record<string, string>>;
  partners: Readonly<Record<string, PartnerSettings>>;
  /** Folder with templates of one's own, which come before the bundled ones; null: none. */
  templates: string | null;
};

export type Brand = {
  name: string;
  /** `#rrggbb` */
  color: string;
  logoUrl: string | null;
  /** How to reach a person. */
  contact: { email: string | null; phone: string | null; url: string | null };
  /** Postal address or whatever the law wants below a mail, by locale. */
  imprint: Readonly<Record<string, string>>;
};

export type NoticeSettings = {
  template: string;
  /** Those that may be used, in the order of preference; the next one is the fallback of the one before. */
  channels: readonly ChannelName[];
  /** Useless so long after the fact. */
  expiresAfterMs: number;
  urgent: boolean;
  /** Told so long after it, if the order is still in its status; null: nothing is. */
  reminder: { notice: string; afterMs: number } | null;
};

export type QuietHours = { from: string; to: string; channels: readonly ChannelName[] };

export type PartnerSettings = {
  locale: string;
  /** Of the changes of their orders. `secret`: as Standard Webhooks has it, `whsec_…`. */
  webhook: { url: string; secret: string } | null;
  /** Where their notices go, beside Telegram chats that they linked. */
  email: string | null;
};

/** What the environment gives (app/config.ts): credentials and where we are. Null: not set up. */
export type NotifierAccess = {
  smtpUrl: string | null;
  twilio: TwilioAccess | null;
  sendgrid: { apiKey: string | null /** Public key of the event webhook, base64. */; webhookKey: string | null };
  telegram: { botToken: string; apiUrl: string } | null;
  slackWebhookUrl: string | null;
  /** With which Slack signs what it posts to us; null: its buttons only open links. */
  slackSigningSecret: string | null;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Of links to people: 32 bytes or more. */
  signingKey: Buffer;
};

export type TwilioAccess = {
  accountSid: string;
  authToken: string;
  /** A number or an alphanumeric sender; or a Messaging Service. */
  from: string | null;
  messagingServiceSid: string | null;
  /** Null: Twilio itself. */
  apiUrl: string | null;
};
