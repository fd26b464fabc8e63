import { expect, test } from 'vitest';
import { referenceLifecycles } from '../test/support/reference.ts';
import { customerSteps } from './customer-steps.ts';
import { lifecycle } from './lifecycle.ts';

const jewellery = referenceLifecycles.all[0]!;
const shown = (status: string | null, of = jewellery) =>
  customerSteps(of, status)?.map(({ label, state }) => `${label.en}: ${state}`) ?? null;

test('nine statuses are five steps, of which one is now', () => {
  expect(shown('MANUFACTURING_COMPLETED')).toEqual([
    'Order: done',
    'Price: done',
    'Making: now',
    'On its way: ahead',
    'Delivered: ahead',
  ]);
  expect(shown(null)?.[0]).toBe('Order: now');
  expect(shown('CLOSED')?.every(step => step.endsWith(': done'))).toBe(true);
});

test('what is cancelled has no way before it', () => {
  expect(shown('CANCELLED')).toBeNull();
  expect(shown('NO_SUCH_STATUS')).toBeNull();
});

test('without declared steps it says what is true of any order; a status without one belongs to the step before it', () => {
  const statuses = (step: boolean) => ({
    NEW: { owner: 'shop', entry: true, next: ['CUT'], ...(step && { customerStep: { en: 'New', ru: 'Новый' } }) },
    CUT: { owner: 'mes', next: ['DONE'] },
    DONE: { owner: 'mes', next: [] },
  });
  const plain = lifecycle({ name: 'plain', zone: 'UTC', statuses: statuses(false) }, 'a');
  expect(shown('CUT', plain)).toEqual(['Order: done', 'In work: now', 'Done: ahead']);
  const one = lifecycle({ name: 'one', zone: 'UTC', statuses: statuses(true) }, 'b');
  expect(shown('CUT', one)).toEqual(['New: now']);
});
