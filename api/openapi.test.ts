import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';

const document = JSON.parse(JSON.stringify(openApiDocument)) as {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
};

function references(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

test('it is OpenAPI 3.1 and every reference leads to a schema', () => {
  expect(document.openapi).toBe('3.1.0');
  const known = Object.keys(document.components.schemas).map(name => `#/components/schemas/${name}`);
  expect(references(document).filter(reference => !known.includes(reference))).toEqual([]);
});

test('every operation has a name of its own and tells what happens without a key and without a database', () => {
  const operations = Object.values(document.paths).flatMap(path => Object.values(path));
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { responses } of operations)
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '503']));
});

test('fields may be added later: no schema of an answer is closed', () => {
  expect(JSON.stringify(document)).not.toContain('"additionalProperties":false');
});

test('an order has the fields that its readers build on', () => {
  expect(Object.keys(document.components.schemas.Order?.properties ?? {})).toEqual([
    'orderId',
    'lifecycle',
    'ids',
    'status',
    'confirmed',
    'statusSince',
    'targetAt',
    'dueAt',
    'promisedAt',
    'stuck',
    'atRisk',
    'overdue',
    'usual',
    'frozen',
    'provisional',
    'customer',
    'customerMasked',
    'partner',
    'correlationId',
    'traceId',
    'traceUrl',
    'sources',
    'anomalies',
    'expected',
    'eventCount',
    'duplicateCount',
    'lastEventAt',
  ]);
});
