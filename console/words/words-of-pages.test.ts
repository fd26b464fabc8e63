import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { english } from './english.ts';

const ROOM = resolve(import.meta.dirname, '..');
const FEATURES = new Set(Object.keys(english).map(key => key.split('.')[0]!));
const KEY = new RegExp(`['"\`](${[...FEATURES].join('|')})\\.[\\w$]`, 'g');
const IMPORT = /^(?:import|export) (?!type )(?:[^;']*? from )?'(\.[^']+\.tsx?)'/gm;
const LATER = /import\('(\.[^']+)'\)/g;

/** What a file loads, and whose words it says, as its text shows. */
function read(file: string): { loads: string[]; says: string[] } {
  // Without the examples in comments.
  const text = readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(match => match[1]!);
  // The pages come later, each with words of its own.
  const later = file === join(ROOM, 'shell/pages.tsx') || file === join(ROOM, 'shell/router.tsx') ? [] : found(LATER);
  return { loads: [...found(IMPORT), ...later].map(path => resolve(dirname(file), path)), says: found(KEY) };
}

/** Whose words are said by a file and all that it loads, now or later, but for what is there already. */
function said(start: string, seen: Set<string>): Set<string> {
  const features = new Set<string>();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    // The catalogue names all features.
    if (seen.has(file) || !file.startsWith(ROOM) || file.endsWith('words/catalogue.ts')) continue;
    seen.add(file);
    const { loads, says } = read(file);
    open.push(...loads);
    for (const feature of says) features.add(feature);
  }
  return features;
}

test('a page comes with the words of all that it says, and of nothing else', () => {
  const ofShell = new Set<string>();
  expect([...said(join(ROOM, 'main.tsx'), ofShell)].sort()).toEqual(['kit', 'shell']);

  const pages = ['pages.tsx', 'router.tsx'].flatMap(file =>
    [
      ...readFileSync(join(ROOM, 'shell', file), 'utf8').matchAll(
        /load: \(\) => import\('([^']+)'\)[^\n]*\n\s*words: \[([^\]]*)\]/g,
      ),
    ].map(([, path, words]) => ({ path: path!, words: [...words!.matchAll(/\w+/g)].map(String) })),
  );
  expect(pages.length).toBeGreaterThan(19);
  const wanted = pages.map(({ path, words }) => [path, words.toSorted()]);
  const found = pages.map(({ path }) => {
    const features = said(resolve(ROOM, 'shell', path), new Set(ofShell));
    return [path, [...features].filter(feature => feature !== 'kit' && feature !== 'shell').sort()];
  });
  expect(wanted).toEqual(found);
});
