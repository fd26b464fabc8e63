import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { boardFiles } from './boards/all.ts';

// `npm run boards`: a board that no longer exists leaves with its file, else Grafana would go on showing it.
const folder = fileURLToPath(new URL('grafana/', import.meta.url));
const files = boardFiles();
for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(`${folder}${name}`);
for (const [name, text] of files) writeFileSync(`${folder}${name}`, text);
process.stdout.write(`${files.size} boards in dashboards/grafana/\n`);
