import type { Request } from 'express';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function methodOf({ method }: Request): string {
  return METHODS.has(method) ? method : 'other';
}

/** The template, such as `/api/v1/orders/{name}`; never the path, which has names in it. Null: no route took it. */
export function routeOf(req: Request): string | null {
  const path: unknown = req.route?.path;
  if (typeof path !== 'string') return null;
  // Paths are matched in whatever case they come; each spelling would be a series of its own.
  const template = `${req.baseUrl.toLowerCase()}${path === '/' && req.baseUrl !== '' ? '' : path}`;
  return template.replace(/:(\w+)/g, '{$1}');
}
