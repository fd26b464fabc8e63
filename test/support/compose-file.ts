import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Service = {
  image?: string;
  build?: string;
  pull_policy?: string;
  profiles?: string[];
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  privileged?: boolean;
  restart?: string;
  environment?: Record<string, string | number>;
  entrypoint?: string[];
  command?: string[];
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  logging?: { driver: string; options: Record<string, string> };
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string; pids?: number } } };
};

export type ComposeFile = { name: string; services: Record<string, Service>; volumes: Record<string, unknown> };

export const COMPOSE_FILE = new URL('../../docker-compose.yml', import.meta.url);

/** What Compose makes of the file with the variables `env`: anchors merged, variables filled in. */
export function readComposeFile(env: Record<string, string> = {}): ComposeFile {
  return fillIn(parse(readFileSync(COMPOSE_FILE, 'utf8'), { merge: true }), env) as ComposeFile;
}

/** Names of all variables that the file asks for. */
export function variablesOf(text: string): string[] {
  const withoutComments = text.replace(/^\s*#.*$/gm, '');
  const names = [...withoutComments.matchAll(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name as string);
  return [...new Set(names)].sort();
}

/** Of `${A:-b}` the default counts when the variable is empty as well, of `${A-b}` when it is not there. `$$` is a dollar. */
function fillIn(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/(?<!\$)\$\{([A-Z][A-Z0-9_]*)(:?)-([^}]*)\}/g, (_, name: string, orEmpty: string, byDefault: string) =>
        orEmpty ? env[name] || byDefault : (env[name] ?? byDefault),
      )
      .replaceAll('$$', '$');
  }
  if (Array.isArray(value)) return value.map(item => fillIn(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, env)]));
}
