import { expect, test } from 'vitest';
import { openApiDocument } from '../openapi.ts';
import { PERMISSIONS } from './permissions.ts';

test('each operation says who may ask for it, and nothing else is permitted', () => {
  const operations = Object.entries(openApiDocument.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(PERMISSIONS).sort()).toEqual(operations.sort());
});
