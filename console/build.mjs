// Builds console/dist, unless it was built from the same files. It is run by `npm install`, there perhaps by an older
// Node and, where only what runs is installed, without the tools: so it takes nothing for granted.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = dirname(fileURLToPath(import.meta.url));
const stamp = join(room, 'dist', 'built-from');
const NOT_BUILT_FROM = /^(dist|README\.md)$|\.test\.ts$/;

async function build() {
  const from = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === from) return;
  // Whatever whoever calls is doing: React for developers is twice as large, and slow.
  process.env.NODE_ENV = 'production';
  const vite = await import('vite');
  await vite.build({ configFile: join(room, 'vite.config.ts'), logLevel: 'warn', mode: 'production' });
  writeFileSync(stamp, from);
}

function sourcesHash() {
  const hash = createHash('sha256');
  const add = path => hash.update(path.slice(room.length)).update(readFileSync(path));
  const walk = folder => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (NOT_BUILT_FROM.test(entry.name)) continue;
      if (entry.isDirectory()) walk(join(folder, entry.name));
      else add(join(folder, entry.name));
    }
  };
  walk(room);
  const lock = join(room, '..', 'package-lock.json');
  if (existsSync(lock)) add(lock);
  return hash.digest('hex');
}

function toolsAreHere() {
  return existsSync(join(room, '..', 'node_modules', 'vite', 'package.json'));
}

if (toolsAreHere()) await build();
else process.stderr.write('The console is not built: its tools are among the devDependencies, which are not here.\n');
