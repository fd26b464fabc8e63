import { expect, test } from 'vitest';
import { isPromise } from './promises.ts';

test.each([
  'I will call the MES people',
  'Promised Acme an answer by 16:00',
  'they call back',
  'Обещали починить до 18:00',
  'Перезвоню клиенту после обеда',
  'Жду ответа MES',
  'ready by Monday',
])('promises something: %s', note => expect(isPromise(note)).toBe(true));

test.each(['It was the consumer again', 'willful', 'Клиенту позвонили', 'Restarted mes-worker', 'набудьте'])(
  'is only a note: %s',
  note => expect(isPromise(note)).toBe(false),
);
