export const configurationEn = {
  'configuration.title': 'Configuration',
  'configuration.unknown': 'The configuration can’t be shown.',
  'configuration.answer': '{file} counts since {ago}.',
  'configuration.bundled': 'The bundled configuration counts, since ORDERWATCH_CONFIG names no other.',
  'configuration.refusedHead': 'What was refused',
  'configuration.refused':
    'What the file says now was refused {ago}, and the one before goes on. {count, plural, one {# mistake:} other {# mistakes:}}',
  'configuration.why':
    'As it counts, with secrets masked. What you change here is tried only: the file is yours, and Orderwatch takes it over by itself once it is changed and right.',
  'configuration.text': 'Configuration',
  'configuration.check': 'See what would change',
  'configuration.upload': 'Choose a file',
  'configuration.asItRuns': 'As it runs',
  'configuration.outcome': 'What was found out',
  'configuration.mistakes':
    'It is refused: {count, plural, one {# mistake, marked in the text.} other {# mistakes, marked in the text.}}',
  'configuration.changes':
    '{count, plural, =0 {It is right, and says what counts already.} one {It is right. # thing would be different:} other {It is right. # things would be different:}}',
  'configuration.deadlines':
    '{orders, plural, =0 {No order is in “{status}” now.} one {The deadline of <link># order</link> in “{status}” is worked out anew.} other {The deadlines of <link># orders</link> in “{status}” are worked out anew.}}',
  'configuration.deadlinesOfAll':
    '{orders, plural, =0 {No order of {lifecycle} is touched.} one {The deadline of # order of {lifecycle} is worked out anew.} other {The deadlines of # orders of {lifecycle} are worked out anew.}}',
  'configuration.ruleAdded': 'The rule {rule} begins to look.',
  'configuration.ruleRemoved': 'The rule {rule} ends, and what it has found is closed.',
  'configuration.ruleChanged': 'The rule {rule} looks with this from its next run on.',
  'configuration.sourceBound': 'Messages of {source} are listened to.',
  'configuration.sourceUnbound': 'Messages of {source} are no longer listened to.',
  'configuration.sourceChanged': 'Messages of {source} are read with this from then on.',
} as const;
