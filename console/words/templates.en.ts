export const templatesEn = {
  'templates.title': 'Templates',
  'templates.answer':
    '{count, plural, one {# template makes messages} other {# templates make messages}}; {own, plural, =0 {all are the bundled ones.} one {# is your own.} other {# are your own.}}',
  'templates.unknown': 'The templates can’t be shown.',
  'templates.none': 'There are no templates.',
  'templates.template': 'Template',
  'templates.language': 'Language',
  'templates.order': 'Order to fill it with',
  'templates.orderHint': 'Empty: a sample. The name of the customer is cut short.',
  'templates.show': 'Show',
  'templates.subject': 'Subject: {subject}',
  'templates.html': 'HTML of the e-mail',
  'templates.plain': 'Plain text',
  'templates.wrong': 'It can’t be made: {why}',
  'templates.channel.email': 'E-mail',
  'templates.channel.sms': 'SMS',
  'templates.channel.telegram': 'Telegram',
  'templates.channel.slack': 'Slack',
  'templates.channel.webhook': 'Webhook',
  'templates.sms':
    '{units, plural, one {# character} other {# characters}}, {segments, plural, one {# segment} other {# segments}}: each is paid for.',
} as const;
