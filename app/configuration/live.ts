import { createHash } from 'node:crypto';
import { Gauge } from 'prom-client';
import type { RunningConfiguration } from '../../api/configuration/configuration-desk.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Mistake } from '../../platform/mistake.ts';
import { type Problem, problemLine } from './read.ts';
import { type ConfigurationFile, nameOf, placed, readBytes, readContent, refusal, textOf } from './read-file.ts';
import type { Configuration } from './sections.ts';

/** The configuration of a running process, which follows its file. */
export type LiveConfiguration = {
  /** The one that counts at this moment; to be asked anew for every piece of work. */
  current(): Configuration;
  /** False while the file says something that was refused, or can't be read. */
  isInStep(): boolean;
  /** What counts, as it is written, since when, and why the file does not count any more, if so. */
  running(): RunningConfiguration;
  /**
   * Has what only the database knows looked at, too: of what counts already, which throws Failure with the places, and
   * from then on of every new one before it counts.
   */
  guard(check: Check): Promise<void>;
  /** `hook` is called with each new one, after it has begun to count; what it throws is logged. */
  onChange(hook: (configuration: Configuration) => unknown): void;
  /**
   * Looks at the file. What changed is taken over when it is found unchanged at the look after: an editor may be in the
   * middle of writing, and half a file can be a right one.
   */
  runOnce(now: Instant): Promise<void>;
  /** The same for somebody who says that the file is as it shall be. */
  reload(now: Instant): Promise<void>;
};

/** Mistakes with paths from the root of the document. */
export type Check = (configuration: Configuration) => Promise<readonly Mistake[]>;

type Deps = { log: Log; registry: Metrics; now: Instant };

/** Throws Failure with every problem when the configuration is wrong. */
export async function openConfiguration(file: ConfigurationFile, deps: Deps): Promise<LiveConfiguration> {
  const { log } = deps;
  const name = nameOf(file);
  const content = await readContent(file);
  if (!content.ok) throw refusal(content.problems);
  const first = readBytes(content.bytes, name);
  if (!first.ok) throw refusal(first.problems);

  let { configuration } = first;
  /** What the file said when it was judged last, what it says in the configuration that counts, and what is new in it. */
  let judged = digestOf(content);
  let counting = judged;
  let settling: string | null = null;
  let inStep = true;
  let turn = Promise.resolve();
  let counted = content.bytes;
  let since = deps.now;
  let refused: RunningConfiguration['refused'] = null;
  let guarded: Check = async () => [];
  const hooks: ((configuration: Configuration) => unknown)[] = [];
  const gauges = reloadGauges(deps.registry);
  gauges.succeeded(deps.now);

  async function look(now: Instant, asked: boolean): Promise<void> {
    const content = await readContent(file);
    const digest = digestOf(content);
    const isNew = digest !== judged;
    if (!asked && !(isNew && digest === settling)) {
      settling = isNew ? digest : null;
      return;
    }
    settling = null;
    judged = digest;
    // Until it is known to be right: a bug that strikes while it is read must show, too.
    inStep = false;
    gauges.failed();
    const verdict = content.ok ? readBytes(content.bytes, name) : content;
    if (!verdict.ok) return refuse(verdict.problems, now);
    const problems = content.ok ? placed(content.bytes, name, await ask(verdict.configuration)) : [];
    if (problems.length > 0) return refuse(problems, now);
    inStep = true;
    refused = null;
    gauges.succeeded(now);
    if (digest === counting) {
      log.info({ file: name }, 'the configuration is the one that counts already');
      return;
    }
    ({ configuration } = verdict);
    counting = digest;
    if (content.ok) counted = content.bytes;
    since = now;
    log.info({ file: name }, 'a new configuration counts from now on');
    for (const hook of hooks) await callSafely(hook);
  }

  /** While the database does not answer nobody knows: it is looked at again. */
  async function ask(next: Configuration): Promise<readonly Mistake[]> {
    try {
      return await guarded(next);
    } catch (error) {
      judged = '';
      throw error;
    }
  }

  function refuse(problems: readonly Problem[], now: Instant): void {
    const mistakes = problems.map(({ line, column, path, sentence }) => ({ line, column, path: [...path], sentence }));
    refused = { at: now, mistakes };
    log.error(
      { file: name, problems: problems.map(problemLine) },
      'the new configuration is refused; the old one goes on',
    );
  }

  async function callSafely(hook: (configuration: Configuration) => unknown): Promise<void> {
    try {
      await hook(configuration);
    } catch (error) {
      log.error({ err: error }, 'something could not adapt itself to the new configuration');
    }
  }

  /** One look at a time, whoever asks. */
  function inTurn(now: Instant, asked: boolean): Promise<void> {
    const mine = turn.then(() => look(now, asked));
    turn = mine.catch(() => {});
    return mine;
  }

  return {
    current: () => configuration,
    isInStep: () => inStep,
    running: () => ({ file, text: textOf(counted), since, refused }),
    guard: async check => {
      const problems = placed(counted, name, await check(configuration));
      if (problems.length > 0) throw refusal(problems);
      guarded = check;
    },
    onChange: hook => void hooks.push(hook),
    runOnce: now => inTurn(now, false),
    reload: now => inTurn(now, true),
  };
}

function digestOf(content: Awaited<ReturnType<typeof readContent>>): string {
  if (!content.ok) return content.problems.map(({ sentence }) => sentence).join();
  return createHash('sha256').update(content.bytes).digest('hex');
}

function reloadGauges(registry: Metrics) {
  const registers = [registry];
  const successful = new Gauge({
    name: 'orderwatch_config_last_reload_successful',
    help: '1 when the configuration that counts is what its file says; 0 when the file was refused since.',
    registers,
  });
  const at = new Gauge({
    name: 'orderwatch_config_last_reload_success_timestamp_seconds',
    help: 'When the configuration was last read and found right.',
    registers,
  });
  return {
    succeeded: (now: Instant) => {
      successful.set(1);
      at.set(now / 1000);
    },
    failed: () => successful.set(0),
  };
}
