export const portalEn = {
  'portal.answer':
    'Of the orders of {partner} {overdue, plural, =0 {none is} one {<toOverdue>#</toOverdue> is} other {<toOverdue>#</toOverdue> are}} overdue and {atRisk, plural, =0 {none is} one {<toRisk>#</toRisk> is} other {<toRisk>#</toRisk> are}} at risk.',
  'portal.stuck': 'Waiting too long',
  'portal.expected': 'Expected',
  'portal.none': 'There are no orders of yours yet. They appear here with the first event that names you.',
  'portal.nothing': 'None of your orders matches. Try less of what you typed, or take a filter away.',
  'portal.cantShow': 'Your orders can’t be shown.',
  'portal.use': 'The API and your use of it',
  'portal.useAnswer':
    '{keys, plural, =0 {You have no key yet; whoever looks after you here makes one.} one {You have # key.} other {You have # keys.}}',
  'portal.useYours': 'In this minute this page has used {used, number} of {limit, number} requests.',
  'portal.key.minute': '{used, number} of {limit, number} requests in this minute',
  'portal.key.requests':
    '{requests, plural, one {# request} other {# requests}} in 30 days{refused, plural, =0 {} other {, # of them too many}}',
  'portal.key.lastUsed': 'last used {ago}',
  'portal.key.neverUsed': 'not used yet',
  'portal.key.ends': 'ends {at}',
  'portal.key.endless': 'ends when it is revoked',
} as const;
