import type { RequestHandler } from 'express';
import { openApiDocument } from '../openapi.ts';

/** What an operation of the OpenAPI document says when it will go: since when it is deprecated, until when it answers. */
export type Deprecation = { since: string; sunset: string; see: string };

type Declared = { deprecated?: boolean; 'x-deprecation'?: Deprecation };

/** By operation, those that the document calls deprecated. */
export function deprecationsIn(paths: Readonly<Record<string, object>>): ReadonlyMap<string, Deprecation> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Declared>).flatMap(([method, declared]) => {
        if (declared.deprecated !== true) return [];
        const says = declared['x-deprecation'];
        if (!says) throw new Error(`${method} ${path} is deprecated and does not say since when, and until when.`);
        return [[`${method.toUpperCase()} ${path}`, says] as const];
      }),
    ),
  );
}

/** Programs that ask for what will go are told so with each answer: Deprecation (RFC 9745), Sunset (RFC 8594), Link. */
export function saysWhatWillGo(
  deprecations: ReadonlyMap<string, Deprecation> = deprecationsIn(openApiDocument.paths),
): RequestHandler {
  return (_req, res, next) => {
    const deprecation = deprecations.get(res.locals.operation);
    if (deprecation) res.set(headersOf(deprecation));
    next();
  };
}

export function headersOf({ since, sunset, see }: Deprecation): Record<string, string> {
  return {
    Deprecation: `@${Date.parse(since) / 1_000}`,
    Sunset: new Date(sunset).toUTCString(),
    Link: `<${see}>; rel="deprecation"; type="text/html"`,
  };
}
