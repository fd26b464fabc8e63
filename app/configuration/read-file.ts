import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { Mistake } from '../../platform/mistake.ts';
import { EXIT, Failure } from '../exit.ts';
import { type ConfigurationVerdict, type Problem, placeMistakes, problemLine, readConfiguration } from './read.ts';
import type { Configuration } from './sections.ts';

/** What Orderwatch runs with as long as nobody names another one. */
export const REFERENCE_FILE = new URL('reference.yaml', import.meta.url);

/** Null: the bundled one. */
export type ConfigurationFile = string | null;

type Unreadable = { ok: false; problems: readonly Problem[] };
export type Content = { ok: true; bytes: Buffer } | Unreadable;

/** Never throws: that a file can't be read is a problem like any other. */
export async function readContent(file: ConfigurationFile): Promise<Content> {
  try {
    return { ok: true, bytes: await readFile(file ?? REFERENCE_FILE) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const sentence = `The file can't be read: ${REASONS[code ?? ''] ?? message}.`;
    return { ok: false, problems: [{ file: nameOf(file), line: null, column: null, path: [], sentence }] };
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is none of this name',
  EACCES: 'this user has no right to it',
  EISDIR: 'it is a folder',
};

export async function readConfigurationFile(file: ConfigurationFile): Promise<ConfigurationVerdict | Unreadable> {
  const content = await readContent(file);
  return content.ok ? readBytes(content.bytes, nameOf(file)) : content;
}

/** Throws Failure with all that is wrong. */
export async function requireConfiguration(file: ConfigurationFile): Promise<Configuration> {
  const verdict = await readConfigurationFile(file);
  if (verdict.ok) return verdict.configuration;
  throw refusal(verdict.problems);
}

export function refusal(problems: readonly Problem[]): Failure {
  return new Failure(
    `Orderwatch can't use this configuration:\n  ${problems.map(problemLine).join('\n  ')}`,
    EXIT.usage,
  );
}

export function nameOf(file: ConfigurationFile): string {
  return file ?? 'reference.yaml';
}

/** YAML is UTF-8 here; what an editor on Windows may have made of it instead is told, too. */
export function readBytes(bytes: Buffer, name: string): ConfigurationVerdict {
  if (['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))) {
    return refused(name, 1, 1, 'The file is UTF-16; save it as UTF-8.');
  }
  if (isUtf8(bytes)) return readConfiguration(textOf(bytes), name);
  const lines = bytes
    .toString('utf8', 0, firstBad(bytes))
    .replace(/\uFFFD$/, '')
    .split('\n');
  const sentence = 'Here stands what is no UTF-8; save the file as UTF-8.';
  return refused(name, lines.length, lines.at(-1)!.length + 1, sentence);
}

/** The mistakes that somebody else has found in it, with their places. */
export function placed(bytes: Buffer, name: string, mistakes: readonly Mistake[]): readonly Problem[] {
  return mistakes.length === 0 ? [] : placeMistakes(textOf(bytes), name, mistakes);
}

export function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Where the first byte stands that can't go on with what is before it. */
function firstBad(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const [at, byte] of bytes.entries()) {
    try {
      decoder.decode(Uint8Array.of(byte), { stream: true });
    } catch {
      return at;
    }
  }
  return bytes.length;
}

function refused(file: string, line: number, column: number, sentence: string): ConfigurationVerdict {
  return { ok: false, problems: [{ file, line, column, path: [], sentence }] };
}
