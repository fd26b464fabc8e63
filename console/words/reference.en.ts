export const referenceEn = {
  'reference.answer':
    '{count, plural, one {# operation} other {# operations}} of version 1. What is sent from here is sent as you, and really happens. <link>OpenAPI document</link>',
  'reference.failed': 'The reference can’t be shown.',
  'reference.find': 'A part of the path or of what it does',
  'reference.none': 'No operation is like that. Clear the search to see all.',
  'reference.body': 'Body',
  'reference.answered': 'Answer, {status}',
  'reference.answers': 'All answers',
  'reference.answer.text': 'What was answered',
  'reference.send': 'Send {method}',
  'reference.took': 'in {ms, number} ms',
  'reference.stream': 'It is a stream, which does not end: listen to it with a program.',
} as const;
