import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './api.gen.ts';
import { heard } from './freshness.ts';
import { problemOf, unreachable } from './problem.ts';

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE'];

let csrfToken: string | null = null;

/** Of the session that is going on; a change without it is refused. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** What goes along with a request that changes something; nothing with any other. */
export function headersOfChange(method: string): Record<string, string> {
  if (!CHANGES.includes(method)) return {};
  return {
    ...(csrfToken === null ? {} : { 'X-CSRF-Token': csrfToken }),
    ...(method === 'POST' ? { 'Idempotency-Key': idempotencyKey() } : {}),
  };
}

const ourHeaders: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(headersOfChange(request.method))) {
      if (!request.headers.has(name)) request.headers.set(name, value);
    }
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
    heard(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    return unreachable(error);
  },
};

/** The API as its OpenAPI document has it. Whatever is no success is thrown as an ApiProblem. */
export const api = createClient<paths>({ baseUrl: '/api/v1' });
api.use(ourHeaders);

/** The content of a successful answer: `queryFn: ({ signal }) => answered(api.GET('/orders', { signal }))`. */
export async function answered<Content>(call: Promise<{ data?: Content }>): Promise<Content> {
  const { data } = await call;
  return data as Content;
}

/** The content with its tag, to be sent as `If-Match` with the change: so that nobody writes over what others did. */
export async function answeredWithTag<Content>(
  call: Promise<{ data?: Content; response: Response }>,
): Promise<{ content: Content; tag: string | null }> {
  const { data, response } = await call;
  return { content: data as Content, tag: response.headers.get('etag') };
}

/** `headers: ifMatch(tag)`; a thing that has no tag is changed whatever it is. */
export function ifMatch(tag: string | null): Record<string, string> {
  return tag === null ? {} : { 'If-Match': tag };
}

/** The same of what is shown with its `version`, as things in a list are. */
export function seen(version: string): Record<string, string> {
  return ifMatch(`"${version}"`);
}

/**
 * A fresh key for one deed. Whoever repeats a deed after a lost answer sends the key of the first time, by
 * `headers: { 'Idempotency-Key': key }`. (`crypto.randomUUID` is missing where the page came without TLS.)
 */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
