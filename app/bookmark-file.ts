import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Bookmark } from '../simulator/bookmark.ts';

/** One that is missing or damaged is no reason to fail: then it is another story. */
export function readBookmark(file: string): Bookmark | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Bookmark;
  } catch {
    return null;
  }
}

/** Whole or not at all. */
export function writeBookmark(file: string, bookmark: Bookmark): void {
  writeFileSync(`${file}.draft`, JSON.stringify(bookmark));
  renameSync(`${file}.draft`, file);
}
