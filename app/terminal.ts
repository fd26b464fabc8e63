import { readFileSync } from 'node:fs';
import type { AlertSettings } from '../alerts/settings.ts';
import { readRunFile } from '../platform/run-file.ts';
import { type Lifecycles, unknownLifecycles } from '../tracker/lifecycle.ts';
import { type Config, readConfig } from './config.ts';
import {
  type ConfigurationFile,
  readConfigurationFile,
  refusal,
  requireConfiguration,
} from './configuration/read-file.ts';
import type { Configuration } from './configuration/sections.ts';
import { EXIT, Failure } from './exit.ts';

/** What a command has around it: where it was started and who reads it. */
export type Terminal = {
  env: Readonly<Record<string, string | undefined>>;
  /** What was asked for. */
  out(text: string): void;
  /** Everything beside it: progress, hints, troubles. */
  err(text: string): void;
  /** A person looks on, so a line may be drawn over. */
  interactive: boolean;
};

export function settings({ env }: Terminal): Config {
  const verdict = readConfig(env, path => readFileSync(path, 'utf8'));
  if (verdict.ok) return verdict.config;
  throw new Failure(`Orderwatch can't use these settings:\n  ${verdict.problems.join('\n  ')}`, EXIT.usage);
}

/**
 * The one that the settings name, else that of the Orderwatch whose database a command takes: another one there would
 * record, rebuild or replay by the wrong lifecycles.
 */
export function configurationOf(terminal: Terminal): Promise<Configuration> {
  return requireConfiguration(configurationFileOf(terminal));
}

/**
 * The same for commands that only read. What runs goes on with the configuration before it while the file is wrong, and
 * so does the ledger, which has most of what they show.
 */
export async function configurationForReading(
  terminal: Terminal,
): Promise<{ lifecycles: Lifecycles; people: AlertSettings['people'] }> {
  const verdict = await readConfigurationFile(configurationFileOf(terminal));
  if (verdict.ok) {
    const { lifecycles, alerts } = verdict.configuration;
    return { lifecycles, people: alerts.people };
  }
  terminal.err(
    `${refusal(verdict.problems).message}\n` +
      'This is without it: moves on the timeline and what is overdue are not told, since they follow from its lifecycles.',
  );
  return { lifecycles: unknownLifecycles, people: {} };
}

function configurationFileOf(terminal: Terminal): ConfigurationFile {
  const { configurationFile, databaseUrl, home } = settings(terminal);
  const running = databaseUrl === null ? readRunFile(home) : null;
  return configurationFile ?? running?.configurationFile ?? null;
}
