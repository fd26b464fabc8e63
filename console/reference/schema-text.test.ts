import { expect, test } from 'vitest';
import { openApiDocument } from '../../api/openapi.ts';
import { type ApiDocument, operationsOf } from './operations.ts';
import { addressOf, curlOf } from './request.ts';
import { exampleOf, shapeOf } from './schema-text.ts';

const document = openApiDocument as unknown as ApiDocument;
const named = document.components.schemas;
const operations = operationsOf(document);
const operation = (id: string) => operations.find(each => each.id === id)!;

test('what an operation takes and answers is told whole, and filled in as far as it must be', () => {
  const correct = operation('correctOrder').body!;
  expect(exampleOf(correct, named)).toEqual({ to: '', reason: '' });
  expect(shapeOf(correct, named)).toContain('  to: string  // The status that the order is in.\n');
  expect(shapeOf(correct, named)).toContain('  notify?: "none" | "usual" | "own"  // usual: ');
  expect(shapeOf({ $ref: '#/components/schemas/Order' }, named)).toContain(
    '  sources: Record<string, {\n    status: string\n    at: string (date-time)  // ISO 8601 in UTC.\n  }>',
  );
  // None of the document's schemas is of a sort that has no words.
  for (const { id, body, answers } of operations) {
    for (const schema of [body, ...answers.map(answer => answer.schema)]) {
      if (schema !== null) expect(shapeOf(schema, named), id).not.toMatch(/undefined|\[object/);
    }
  }
});

test('what was typed stands in the address and in the line for a shell', () => {
  const typed = { id: 'ORD/1', cursor: '', limit: '2' };
  const asked = { operation: operation('getTimeline'), typed, body: null };
  expect(addressOf(asked)).toBe('/orders/ORD%2F1/timeline?limit=2');
  expect(curlOf({ operation: operation('freezeOrder'), typed, body: `{"reason":"can't"}` }, 'http://here/api/v1')).toBe(
    `curl -X POST 'http://here/api/v1/orders/ORD%2F1/freeze' \\
  -H "Authorization: Bearer $KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"reason":"can'\\''t"}'`,
  );
});
