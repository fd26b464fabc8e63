import { expect, test } from 'vitest';
import { readUpdate, updateKey } from './update.ts';

const says = (text: string | undefined, type = 'private') => ({
  update_id: 7,
  message: { message_id: 1, chat: { id: 42, type }, from: { id: 42, is_bot: false, language_code: 'ru' }, text },
});

test.each([
  ['/start abc-_9', { kind: 'link', token: 'abc-_9' }],
  ['/start@OrderwatchBot abc', { kind: 'link', token: 'abc' }],
  ['/start', { kind: 'where', text: '' }],
  ['/stop', { kind: 'stop' }],
  ['/STOP', { kind: 'stop' }],
  ['стоп', { kind: 'stop' }],
  ['/help', { kind: 'help' }],
  ['Помощь', { kind: 'help' }],
  ['где мой заказ?', { kind: 'where', text: 'где мой заказ?' }],
  ['/status ORD-1', { kind: 'where', text: 'ORD-1' }],
  // A sticker.
  [undefined, { kind: 'where', text: '' }],
])('%s', (text, meaning) => {
  expect(readUpdate(says(text))).toEqual({ chat: '42', isPrivate: true, language: 'ru', ...meaning });
});

test('in a group only commands are for us', () => {
  expect(readUpdate(says('where is my order?', 'group'))).toBeNull();
  expect(readUpdate(says('stop', 'supergroup'))).toBeNull();
  expect(readUpdate(says('/stop@OrderwatchBot', 'group'))).toMatchObject({ kind: 'stop', isPrivate: false });
});

test.each([
  ['kicked', 'blocked'],
  ['left', 'blocked'],
  ['member', 'unblocked'],
])('%s: %s', (status, kind) => {
  const update = { update_id: 8, my_chat_member: { chat: { id: 42, type: 'private' }, new_chat_member: { status } } };
  expect(readUpdate(update)).toMatchObject({ kind, chat: '42', language: null });
});

test.each([null, 7, [], {}, { update_id: 1 }, { update_id: 1, message: { text: 'no chat' } }])(
  '%j: nothing',
  update => {
    expect(readUpdate(update)).toBeNull();
  },
);

test('the key of an update', () => {
  expect(updateKey({ update_id: 17, anything: 'else' })).toBe('17');
  expect(updateKey({ update_id: '17' })).toBeNull();
  expect(updateKey(null)).toBeNull();
});
