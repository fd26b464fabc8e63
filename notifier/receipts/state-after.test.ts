import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGE_STATES } from '../message.ts';
import { FAILURE_REASONS, type FailureReason } from '../reasons.ts';
import { type Said, type Standing, stateAfter } from './state-after.ts';

const reasons = fc.constantFrom(...(Object.keys(FAILURE_REASONS) as FailureReason[]));
const words: fc.Arbitrary<Said> = fc.oneof(
  fc.constantFrom<Said>({ state: 'sent' }, { state: 'delivered' }, null),
  reasons.map(reason => ({ state: 'failed', reason }) as const),
);
const standings: fc.Arbitrary<Standing> = fc.oneof(
  fc.constantFrom(...MESSAGE_STATES.filter(state => state !== 'failed')).map(state => ({ state, reason: null })),
  reasons.map(reason => ({ state: 'failed' as const, reason })),
);
const standingAfter = (standing: Standing, said: readonly Said[]) => said.reduce(stateAfter, standing);

describe('whatever the order in which receipts come', () => {
  test('the same ones end in the same state', () => {
    const shuffled = fc
      .array(words, { maxLength: 8 })
      .chain(said => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length })));
    fc.assert(
      fc.property(standings, shuffled, (standing, [said, again]) => {
        expect(standingAfter(standing, again)).toEqual(standingAfter(standing, said));
      }),
    );
  });

  test('coming again changes nothing', () => {
    fc.assert(
      fc.property(standings, fc.array(words), fc.array(words), (standing, said, more) => {
        const once = standingAfter(standing, [...said, ...more]);
        expect(standingAfter(once, said)).toEqual(once);
      }),
    );
  });

  test('what failed is never delivered, and what was delivered never only sent', () => {
    fc.assert(
      fc.property(reasons, fc.array(words), (reason, said) => {
        expect(standingAfter({ state: 'failed', reason }, said).state).toBe('failed');
        expect(['delivered', 'failed']).toContain(standingAfter({ state: 'delivered', reason: null }, said).state);
      }),
    );
  });
});

describe('what a word does', () => {
  test.each<[Standing['state'], Said, Standing['state']]>([
    ['sent', { state: 'delivered' }, 'delivered'],
    ['sent', { state: 'failed', reason: 'unreachable' }, 'failed'],
    ['delivered', { state: 'sent' }, 'delivered'],
    ['delivered', { state: 'failed', reason: 'mailbox_full' }, 'failed'],
    ['failed', { state: 'delivered' }, 'failed'],
    // Evidence where we had none.
    ['unknown', { state: 'sent' }, 'sent'],
    ['unknown', { state: 'delivered' }, 'delivered'],
    ['dead', { state: 'delivered' }, 'delivered'],
    ['queued', { state: 'delivered' }, 'delivered'],
    // Not ours to change.
    ['sending', { state: 'delivered' }, 'sending'],
    ['dropped', { state: 'delivered' }, 'dropped'],
    ['dry_run', { state: 'failed', reason: 'refused' }, 'dry_run'],
    ['sent', null, 'sent'],
  ])('%s, then %j: %s', (state, said, expected) => {
    expect(stateAfter({ state, reason: null }, said).state).toBe(expected);
  });

  test('it carries its reason, and a success clears the one before', () => {
    expect(stateAfter({ state: 'sent', reason: null }, { state: 'failed', reason: 'filtered' }).reason).toBe(
      'filtered',
    );
    expect(stateAfter({ state: 'dead', reason: 'provider_down' }, { state: 'delivered' }).reason).toBeNull();
  });
});
