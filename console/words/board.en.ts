export const boardEn = {
  'board.answer':
    '<stuck>{late, plural, one {# order is stuck} other {# orders are stuck}}</stuck> and <risk>{atRisk, plural, one {# is at risk} other {# are at risk}}</risk>, of {open, plural, one {# that is under way} other {# that are under way}}.',
  'board.answerWell':
    'None of {open, plural, one {# order that is under way} other {# orders that are under way}} is stuck or at risk.',
  'board.answerNone': 'No order is under way.',
  'board.mostStuck': 'Most of the stuck ones are in {status}.',
  'board.lifecycle': 'Lifecycle',
  'board.orders': '{count, plural, one {# order in {status}} other {# orders in {status}}}',
  'board.stuck': '{count, plural, one {# stuck} other {# stuck}}',
  'board.atRisk': '{count, plural, one {# at risk} other {# at risk}}',
  'board.frozen': '{count, plural, one {# frozen} other {# frozen}}',
  'board.half': 'half for longer than',
  'board.oldest': 'oldest {ago}',
  'board.flow': '{count, number} / h',
  'board.flowLong':
    '{count, plural, one {# order went from {from} to {to} in the last hour} other {# orders went from {from} to {to} in the last hour}}',
  'board.began': '{count, number} new / h',
  'board.beganLong':
    '{count, plural, one {# order began with {to} in the last hour} other {# orders began with {to} in the last hour}}',
  'board.aside': 'Beside the usual way, in the last hour',
  'board.none': 'No lifecycle is declared, so there is nothing to show. Lifecycles are declared in the configuration.',
} as const;
