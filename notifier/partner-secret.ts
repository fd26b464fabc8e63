import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSecret, SECRET_FORM } from './partner-schema.ts';

export type SecretRead = { ok: true; secret: string } | { ok: false; sentence: string };

/** The secret that a file holds; editors end files with a newline. `folder`: from where the file is meant. */
export function readSecret(folder: string, file: string): SecretRead {
  let secret: string;
  try {
    secret = readFileSync(resolve(folder, file), 'utf8').trim();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { ok: false, sentence: `\`secretFile\` can't be read: ${REASONS[code] ?? message}.` };
  }
  if (isSecret(secret)) return { ok: true, secret };
  return { ok: false, sentence: `What stands in \`secretFile\` (not shown, it is a secret) must be ${SECRET_FORM}.` };
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no file of this name',
  EACCES: 'this user has no right to it',
  EISDIR: 'it is a folder',
};
