import { readFileSync } from 'node:fs';
import { problemLine, readConfiguration } from '../../app/configuration/read.ts';
import { REFERENCE_FILE } from '../../app/configuration/read-file.ts';

const verdict = readConfiguration(readFileSync(REFERENCE_FILE, 'utf8'), 'reference.yaml');
if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));

/** Rules, routes and chains as the bundled configuration declares them. */
export const referenceAlerts = verdict.configuration.alerts;
