/** As much of a JSON Schema as the API's document has. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
};

export type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: Schema };
type Content = Readonly<Record<string, { schema?: Schema }>>;
type Described = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters?: readonly Parameter[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, { description: string; content?: Content }>>;
};

/** An OpenAPI 3.1 document, as the API makes it. */
export type ApiDocument = {
  servers: readonly { url: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
};

export type Answer = { status: string; description: string; mediaTypes: readonly string[]; schema: Schema | null };

export type Operation = {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string | null;
  parameters: readonly Parameter[];
  body: Schema | null;
  answers: readonly Answer[];
};

const JSON_TYPE = 'application/json';

/** All operations, in the order of the document. */
export function operationsOf(document: ApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      id: described.operationId,
      method: method.toUpperCase(),
      path,
      tag: described.tags[0]!,
      summary: described.summary,
      description: described.description ?? null,
      parameters: described.parameters ?? [],
      body: described.requestBody?.content[JSON_TYPE]?.schema ?? null,
      answers: Object.entries(described.responses).map(([status, { description, content = {} }]) => ({
        status,
        description,
        mediaTypes: Object.keys(content),
        schema: content[JSON_TYPE]?.schema ?? null,
      })),
    })),
  );
}

/** Those in which each typed word stands somewhere, by what they are about. */
export function matching(operations: readonly Operation[], typed: string): ReadonlyMap<string, readonly Operation[]> {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = operations.filter(({ id, method, path, tag, summary }) => {
    const text = `${id} ${method} ${path} ${tag} ${summary}`.toLowerCase();
    return words.every(word => text.includes(word));
  });
  return Map.groupBy(found, ({ tag }) => tag);
}

/** What never ends can't be answered as a whole. */
export function isStream({ answers }: Operation): boolean {
  return answers.some(({ mediaTypes }) => mediaTypes.includes('text/event-stream'));
}
