import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { type ConfigurationVerdict, type Problem, readConfiguration } from './read.ts';

/** What Orderwatch runs with as long as nobody names another one. */
export const REFERENCE_FILE = new URL('reference.yaml', import.meta.url);

/** `bytes` is null where the file can't be read. */
export type ReadFile = { bytes: Buffer | null; verdict: ConfigurationVerdict };

/** Never throws: that the file can't be read is a problem like any other. */
export async function readConfigurationFile(file: string | null): Promise<ReadFile> {
  const name = file ?? 'reference.yaml';
  try {
    const bytes = await readFile(file ?? REFERENCE_FILE);
    return { bytes, verdict: readBytes(bytes, name) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = REASONS[code ?? ''] ?? message;
    return { bytes: null, verdict: refused(name, 1, 1, `The file can't be read: ${why}.`) };
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is none of this name',
  EACCES: 'this user has no right to it',
  EISDIR: 'it is a folder',
};

/** YAML is UTF-8 here; what an editor on Windows may have made of it instead is told, too. */
export function readBytes(bytes: Buffer, name: string): ConfigurationVerdict {
  if (bytes.length >= 2 && ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))) {
    return refused(name, 1, 1, 'The file is UTF-16; save it as UTF-8.');
  }
  if (isUtf8(bytes)) return readConfiguration(bytes.toString('utf8').replace(/^\uFEFF/, ''), name);
  const end = firstBad(bytes);
  const before = bytes.toString('utf8', 0, end).split('\n');
  const sign = bytes[end]!.toString(16).toUpperCase().padStart(2, '0');
  return refused(
    name,
    before.length,
    before.at(-1)!.length + 1,
    `This is no UTF-8 (byte ${sign}); save the file as UTF-8.`,
  );
}

/** The longest beginning that is UTF-8, found line by line so that a large file costs no more than twice its reading. */
function firstBad(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    start = end + 1;
  }
  const text = new TextDecoder('utf-8').decode(bytes.subarray(start));
  return start + Buffer.byteLength(text.slice(0, text.indexOf('\uFFFD')));
}

function refused(file: string, line: number, column: number, sentence: string): ConfigurationVerdict {
  const problem: Problem = { file, line, column, path: [], sentence };
  return { ok: false, problems: [problem] };
}
