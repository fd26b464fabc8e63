import { expect, test } from 'vitest';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

// It stands behind the rest of a right document, from line 31 on.
const NOTIFICATIONS = `notifications:
  mode: live
  settle: PT30S
  brand:
    name: Lunaria
    color: "#7a5c2e"
    logoUrl: https://shop.example/logo.png
    contact: { email: hello@shop.example, phone: "+7 495 123-45-67", url: https://shop.example/contact }
    imprint: { en: "Lunaria LLC", ru: ООО «Лунария» }
  from: Lunaria <orders@shop.example>
  replyTo: hello@shop.example
  locale: ru
  zone: Europe/Moscow
  fallbacks: { uk: ru }
  notices:
    order-received: { channels: [email, sms], expiresAfter: P1D, urgent: true }
    gift-wrapped: { template: order-shipped }
  quietHours: { from: "21:00", to: "08:00", channels: [sms] }
  limits: { recipient: { messages: 5, within: PT12H }, perSecond: { email: 20, sms: 0.5 } }
  allowList: ["@shop.example", tester@example.com, "+79161234567"]
  bodyRetention: P30D
  orderUrl: https://shop.example/orders/{orderId}
  carriers: { cdek: "https://www.cdek.ru/ru/tracking?order_id={number}" }
  partners:
    acme: { locale: en, email: orders@acme.example }
    bolt: { webhook: { url: "http://localhost:9000/hook", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw } }
`;

const wrong: Case[] = [
  [
    'unknown key',
    [['mode: live', 'mood: live']],
    [
      '31:3  `mood` is no key of `notifications`. Did you mean `mode`? It has `mode`, `settle`, `brand`, `from`, `replyTo`, `locale`, `zone`, `country`, `fallbacks`, `notices`, `quietHours`, `limits`, `allowList`, `bodyRetention`, `orderUrl`, `carriers`, `partners` and `templates`.',
    ],
  ],
  [
    'unknown mode',
    [['mode: live', 'mode: dry']],
    ['31:9  `mode` is "dry"; it must be live or dryRun. Did you mean dryRun?'],
  ],
  [
    'duration',
    [['settle: PT30S', 'settle: 30s']],
    [
      '32:11  `settle` is "30s"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'duration of nothing',
    [['bodyRetention: P30D', 'bodyRetention: P0D']],
    [
      '50:18  `bodyRetention` is "P0D"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  ['no name', [['name: Lunaria', 'name: " "']], ['34:11  `name` is empty; it must be text that people can read.']],
  [
    'colour by name',
    [['"#7a5c2e"', 'brown']],
    ['35:12  `color` is "brown"; it must be a colour such as "#7a5c2e", in quotes.'],
  ],
  [
    'colour that is a comment',
    [['"#7a5c2e"', '#7a5c2e']],
    ['35:12  `color` is empty; it must be text such as "#7a5c2e". Or leave it out.'],
  ],
  [
    'logo',
    [['logoUrl: https://shop.example/logo.png', 'logoUrl: logo.png']],
    ['36:14  `logoUrl` is "logo.png"; it must be a web address such as https://shop.example/logo.png.'],
  ],
  [
    'address of the contact',
    [['email: hello@shop.example', 'email: hello']],
    ['37:23  `email` is "hello"; it must be an e-mail address such as hello@shop.example.'],
  ],
  [
    'number of the contact',
    [['"+7 495 123-45-67"', '8 495 123-45-67']],
    [
      '37:50  `phone` is "8 495 123-45-67"; it must be a phone number with its country, in quotes, such as "+7 495 123-45-67".',
    ],
  ],
  [
    'number without quotes',
    [['"+7 495 123-45-67"', '+74951234567']],
    [
      '37:50  `phone` is the number 74951234567; it must be text such as +7 495 123-45-67. Put it in quotes: "+74951234567".',
    ],
  ],
  [
    'page of the contact',
    [['url: https://shop.example/contact', 'url: /contact']],
    ['37:75  `url` is "/contact"; it must be a web address such as https://shop.example/contact.'],
  ],
  [
    'language of the imprint',
    [['{ en: "Lunaria LLC"', '{ english: "Lunaria LLC"']],
    ['38:25  "english" is no language; it must be one such as ru or en-GB.'],
  ],
  [
    'sender',
    [['Lunaria <orders@shop.example>', 'Lunaria <orders>']],
    [
      '39:9  `from` is "Lunaria <orders>"; it must be an e-mail address, with a name or without, such as Lunaria <orders@shop.example>.',
    ],
  ],
  [
    'sender that would be another header',
    [['Lunaria <orders@shop.example>', '"Lunaria\\nBcc: <a@shop.example>"']],
    [
      '39:9  `from` is "Lunaria\\nBcc: <a@shop.example>"; it must be an e-mail address, with a name or without, such as Lunaria <orders@shop.example>.',
    ],
  ],
  [
    'answers',
    [['replyTo: hello@shop.example', 'replyTo: nobody']],
    [
      '40:12  `replyTo` is "nobody"; it must be an e-mail address, with a name or without, such as Lunaria <orders@shop.example>.',
    ],
  ],
  [
    'locale',
    [['locale: ru', 'locale: ru_RU']],
    ['41:11  `locale` is "ru_RU"; it must be a language such as ru or en-GB.'],
  ],
  [
    'locale that nobody speaks',
    [['locale: ru', 'locale: russian']],
    ['41:11  `locale` is "russian"; it must be a language such as ru or en-GB.'],
  ],
  [
    'zone',
    [['zone: Europe/Moscow\n  fallbacks', 'zone: Europe/Moskow\n  fallbacks']],
    [
      '42:9  `zone` is "Europe/Moskow"; it must be an IANA time zone such as Europe/Moscow. Did you mean Europe/Moscow?',
    ],
  ],
  [
    'country',
    [['fallbacks:', 'country: Russia\n  fallbacks:']],
    ['43:12  `country` is "Russia"; it must be a country in two capital letters, such as RU.'],
  ],
  [
    'fallback from no language',
    [['{ uk: ru }', '{ ukrainian: ru }']],
    ['43:27  "ukrainian" is no language; it must be one such as ru or en-GB.'],
  ],
  [
    'fallback to no language',
    [['{ uk: ru }', '{ uk: russian }']],
    ['43:20  `uk` is "russian"; it must be a language such as ru or en-GB.'],
  ],
  [
    'fallbacks in a circle',
    [['{ uk: ru }', '{ uk: be, be: ru, ru: uk }']],
    ['43:20  From uk the fallbacks lead back to uk; the last one must have none.'],
  ],
  [
    'notice of a status that is misspelt',
    [['notice: order-received', 'notice: order-recieved']],
    [
      '23:17  The notice "order-recieved" is not known. Did you mean order-received? Known are order-received, price-ready, manufacturing-started, order-shipped, order-delayed, order-cancelled, price-reminder, order-message, gift-wrapped; declare others in `notifications`, under `notices`.',
    ],
  ],
  [
    'notice of a status that nobody declares',
    [['notice: order-received', 'notice: fireworks']],
    [
      '23:17  The notice "fireworks" is not known. Known are order-received, price-ready, manufacturing-started, order-shipped, order-delayed, order-cancelled, price-reminder, order-message, gift-wrapped; declare others in `notifications`, under `notices`.',
    ],
  ],
  [
    'reminder by a notice that is misspelt',
    [['{ template: order-shipped }', '{ reminder: { notice: price-remainder, after: P1D } }']],
    [
      '46:41  The notice "price-remainder" is not known. Did you mean price-reminder? Known are order-received, price-ready, manufacturing-started, order-shipped, order-delayed, order-cancelled, price-reminder, order-message, gift-wrapped.',
    ],
  ],
  [
    'reminders in a circle',
    [['{ template: order-shipped }', '{ reminder: { notice: gift-wrapped, after: P1D } }']],
    ['46:41  From gift-wrapped the reminders lead back to gift-wrapped; the last one must have none.'],
  ],
  [
    'reminders in a circle by way of a bundled one',
    [['{ template: order-shipped }', '{}\n    price-reminder: { reminder: { notice: price-ready, after: P1D } }']],
    ['47:43  From price-reminder the reminders lead back to price-reminder; the last one must have none.'],
  ],
  [
    'reminder after no time',
    [['{ template: order-shipped }', '{ reminder: { notice: price-reminder, after: 2 days } }']],
    [
      '46:64  `after` is "2 days"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'name of a notice',
    [['gift-wrapped:', 'Gift wrapped:']],
    [
      '46:5  "Gift wrapped" is no name for a notice; a name has 1 to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.',
    ],
  ],
  [
    'template',
    [['template: order-shipped', 'template: Order shipped']],
    [
      '46:31  `template` is "Order shipped"; it must be the name of a template, in small letters, such as order-received.',
    ],
  ],
  [
    'unknown channel',
    [['[email, sms]', '[email, smss]']],
    ['45:41  Entry 2 of `channels` is "smss"; it must be email, sms or telegram. Did you mean sms?'],
  ],
  [
    'channel that customers do not have',
    [['[email, sms]', '[slack]']],
    ['45:34  Entry 1 of `channels` is "slack"; it must be email, sms or telegram.'],
  ],
  [
    'channel twice',
    [['[email, sms]', '[email, sms, email]']],
    ['45:46  email stands in `channels` twice; once is enough.'],
  ],
  [
    'expiry',
    [['expiresAfter: P1D', 'expiresAfter: 1 day']],
    [
      '45:61  `expiresAfter` is "1 day"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  ['urgent', [['urgent: true', 'urgent: yes']], ['45:74  `urgent` is "yes"; it must be true or false.']],
  [
    'quiet hours in words',
    [['{ from: "21:00", to: "08:00", channels: [sms] }', 'never']],
    ['47:15  `quietHours` is "never", which has not the form that it must have such as { from: 21:00, to: 09:00 }.'],
  ],
  [
    'time of day',
    [['from: "21:00"', 'from: "9pm"']],
    ['47:23  `from` is "9pm"; it must be a time of day such as 21:00.'],
  ],
  [
    'time that does not exist',
    [['to: "08:00"', 'to: "24:00"']],
    ['47:36  `to` is "24:00"; it must be a time of day such as 21:00.'],
  ],
  [
    'quiet hours without an end',
    [[', to: "08:00"', '']],
    ['47:3  `quietHours` has no `to`, which must be given: When they end; earlier than `from` means the next day.'],
  ],
  [
    'quiet hours of no length',
    [['to: "08:00"', 'to: "21:00"']],
    ['47:36  The quiet hours end when they begin; write quietHours: none, or another time.'],
  ],
  [
    'quiet on no channel',
    [['channels: [sms]', 'channels: []']],
    ['47:55  `channels` is empty; it must have at least one entry such as [sms].'],
  ],
  [
    'quiet twice',
    [['channels: [sms]', 'channels: [sms, sms]']],
    ['47:61  sms stands in `channels` twice; once is enough.'],
  ],
  [
    'no message',
    [['messages: 5', 'messages: 0']],
    ['48:36  `messages` is the number 0; it must be a whole number from 1 to 10000 such as 10.'],
  ],
  [
    'half a message',
    [['messages: 5', 'messages: 1.5']],
    ['48:36  `messages` is the number 1.5; it must be a whole number such as 10.'],
  ],
  [
    'limit without a time',
    [[', within: PT12H', '']],
    ['48:13  `recipient` has no `within`, which must be given: Within how long.'],
  ],
  [
    'rate',
    [['sms: 0.5', 'sms: 0']],
    ['48:85  `sms` is the number 0; it must be a number above 0 and at most 1000 such as 10.'],
  ],
  [
    'entry of the allow-list',
    [['tester@example.com', 'tester']],
    [
      '49:32  Entry 2 of `allowList` is "tester"; it must be an e-mail address, a domain such as "@shop.example", a number such as "+79161234567", a Telegram chat or a URL.',
    ],
  ],
  [
    'number of the allow-list without quotes',
    [['"+79161234567"', '+79161234567']],
    ['49:52  Entry 3 of `allowList` is the number 79161234567; it must be text. Put it in quotes: "+79161234567".'],
  ],
  [
    'allowed twice',
    [['tester@example.com', '"@shop.example"']],
    ['49:32  @shop.example stands in `allowList` twice; once is enough.'],
  ],
  [
    'order URL without the order',
    [['/orders/{orderId}', '/orders']],
    [
      '51:13  `orderUrl` is "https://shop.example/orders"; it must be a web address with {orderId} in it, such as https://shop.example/orders/{orderId}.',
    ],
  ],
  [
    'carrier without the number',
    [['?order_id={number}', '']],
    [
      '52:21  `cdek` is "https://www.cdek.ru/ru/tracking"; it must be a web address with {number} in it, such as https://carrier.example/{number}.',
    ],
  ],
  [
    'carrier that is no URL',
    [['https://www.cdek.ru/ru/tracking?order_id={number}', 'cdek {number}']],
    [
      '52:21  `cdek` is "cdek {number}"; it must be a web address with {number} in it, such as https://carrier.example/{number}.',
    ],
  ],
  [
    'language of a partner',
    [['locale: en, email', 'locale: english, email']],
    ['54:21  `locale` is "english"; it must be a language such as ru or en-GB.'],
  ],
  [
    'address of a partner',
    [['orders@acme.example', 'acme']],
    ['54:32  `email` is "acme"; it must be an e-mail address such as hello@shop.example.'],
  ],
  [
    'plain HTTP',
    [['http://localhost:9000/hook', 'http://bolt.example/hook']],
    [
      '55:29  `url` is "http://bolt.example/hook"; it must be an address with https (plain http only for localhost), such as https://acme.example/orders.',
    ],
  ],
  [
    'password in a URL',
    [['http://localhost:9000/hook', 'https://u:hunter2@bolt.example/hook']],
    ['55:29  `url` (not shown) has a password in it; the signature says who it is from, so leave it out.'],
  ],
  [
    'secret that is none',
    [['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'hunter2']],
    [
      '55:67  `secret` (not shown, it is one) must be whsec_ and 24 to 64 bytes as base64, such as `echo whsec_$(openssl rand -base64 32)` makes it.',
    ],
  ],
  [
    'secret that is short',
    [['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_aHVudGVyMg==']],
    [
      '55:67  `secret` (not shown, it is one) must be whsec_ and 24 to 64 bytes as base64, such as `echo whsec_$(openssl rand -base64 32)` makes it.',
    ],
  ],
  [
    'no secret',
    [[', secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '']],
    ['55:13  `webhook` has neither `secret` nor `secretFile`; exactly one of them must be given.'],
  ],
  [
    'two secrets',
    [['secret: whsec', 'secretFile: a, secret: whsec']],
    ['55:13  `webhook` has both `secret` and `secretFile`; exactly one of them must be given.'],
  ],
  [
    'secret in no file',
    [['secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'secretFile: no/such/file']],
    ["55:71  `secretFile` can't be read: there is no file of this name."],
  ],
  [
    'secret in a folder',
    [['secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'secretFile: /']],
    ["55:71  `secretFile` can't be read: it is a folder."],
  ],
  [
    'no folder of templates',
    [['  mode: live', '  mode: live\n  templates: /no/such/folder']],
    ['32:14  `templates` is "/no/such/folder", but there is no folder /no/such/folder.'],
  ],
  [
    'a list',
    [[NOTIFICATIONS, 'notifications: []\n']],
    [
      '30:16  `notifications` is a list; it must be a mapping such as { from: Lunaria <orders@shop.example>, locale: ru, zone: Europe/Moscow }.',
    ],
  ],
];

test.each(wrong)('%s', (_title, edits, problems) => {
  expect(problemsOf(edited(RIGHT + NOTIFICATIONS, edits))).toEqual(problems);
});

test('the section that is changed here is right', () => {
  expect(problemsOf(RIGHT + NOTIFICATIONS)).toEqual([]);
});

test('while the notices can not be read, nobody says that one of them is unknown', () => {
  const text = edited(RIGHT, [['notice: order-received', 'notice: gift-wrapped']]);
  expect(problemsOf(`${text}notifications: { notices: [gift-wrapped] }\n`)).toEqual([
    '30:27  `notices` is a list; it must be a mapping such as { order-shipped: { channels: [sms, email], expiresAfter: P1D } }.',
  ]);
});
