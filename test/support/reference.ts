import { readFileSync } from 'node:fs';
import { problemLine, readConfiguration } from '../../app/configuration/read.ts';
import { REFERENCE_FILE } from '../../app/configuration/read-file.ts';
import { lifecycleDefinitions } from '../../tracker/lifecycle-section.ts';

/** The reference case as the bundled configuration declares it: a jewellery maker with a shop, a CRM and a MES. */

const verdict = readConfiguration(readFileSync(REFERENCE_FILE, 'utf8'), 'reference.yaml');
if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));

export const referenceDefinition = lifecycleDefinitions(verdict.declared)[0]!;
export const referenceLifecycles = verdict.configuration.lifecycles;
export const referenceLifecycle = referenceLifecycles.all[0]!;
export const referenceNotifications = verdict.configuration.notifications;
export const referenceAlerts = verdict.configuration.alerts;
