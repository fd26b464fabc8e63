import { compile } from 'json-schema-to-typescript';
import { openApiDocument } from '../../api/openapi.ts';

type Json = Record<string, unknown>;
type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema: Json }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};
type Content = Record<string, { schema?: Json }>;

const BANNER = '// Made from the OpenAPI document by `npm run client`. Do not edit.';

/**
 * TypeScript of what can be asked of the API and what it answers, in the shape that openapi-fetch reads: the document is
 * turned into one JSON schema that has a property for each path.
 */
export async function apiTypes(): Promise<string> {
  // Everything that the document says is JSON; the copy is ours to rename references in.
  const document = JSON.parse(
    JSON.stringify(openApiDocument).replaceAll('#/components/schemas/', '#/definitions/'),
  ) as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Json> } };
  const paths = mapValues(document.paths, operations => object(mapValues(operations, operation)));
  const made = await compile({ ...object({ paths: object(paths) }), definitions: document.components.schemas }, 'Api', {
    format: false,
    additionalProperties: false,
    unreachableDefinitions: true,
    bannerComment: BANNER,
  });
  // openapi-fetch knows an answer by the number of its status; as a schema's property it is a string.
  const numbered = made.replace(/^"(\d{3})": \{$/gm, '$1: {');
  return `${numbered}\n\nexport type paths = Api['paths']\n`;
}

function operation({ parameters = [], requestBody, responses }: Operation): Json {
  const places = [...new Set(parameters.map(parameter => parameter.in))];
  const byPlace = places.map(place => {
    const here = parameters.filter(parameter => parameter.in === place);
    return [place, object(schemasOf(here), namesOf(here.filter(({ required }) => required)))] as const;
  });
  const needed = byPlace.filter(([, { required }]) => required.length > 0).map(([place]) => place);
  return object({
    parameters: object(Object.fromEntries(byPlace), needed),
    ...(requestBody ? { requestBody: object({ content: content(requestBody.content) }) } : {}),
    responses: object(mapValues(responses, answer => object({ content: content(answer.content ?? {}) }))),
  });
}

function schemasOf(parameters: { name: string; schema: Json }[]): Record<string, Json> {
  return Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
}

function namesOf(parameters: { name: string }[]): string[] {
  return parameters.map(({ name }) => name);
}

function content(types: Content): Json {
  return object(mapValues(types, ({ schema }) => schema ?? { type: 'string' }));
}

function object(properties: Record<string, Json>, required = Object.keys(properties)) {
  return { type: 'object' as const, properties, required, additionalProperties: false };
}

function mapValues<In, Out>(record: Record<string, In>, of: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}
