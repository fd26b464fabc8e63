import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Rule } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';
import { useMay } from '../client/session.ts';
import { CodeEditor, type CodeMistake } from '../kit/code-editor.tsx';
import { MistakeList } from '../kit/mistake-list.tsx';
import { Problem } from '../kit/problem.tsx';
import { type Schema, yamlCompletion } from '../kit/yaml-completion.ts';
import { useSay } from '../words/say.tsx';
import { BacktestResult } from './backtest-result.tsx';
import { CheckResult, RunningFacts } from './check-result.tsx';
import { namesIn } from './names-in.ts';
import classes from './rules.module.css';
import { TakeAlong } from './take-along.tsx';

const complete = yamlCompletion(async () => (await import('../../orderwatch.schema.json')).default as Schema);

const SINCE = 'P90D';

type Props = {
  /** YAML to begin with. */
  initial: string;
  /** The rule as it runs; null: it is a new one. */
  running: Rule | null;
};

/** The text of a rule, beside what it does: now, and in the past. Nothing of that is taken over. */
export function RuleDesk({ initial, running }: Props): ReactNode {
  const say = useSay();
  const may = useMay('manager', 'admin');
  const [text, setText] = useState(initial);
  const isChanged = running === null || text !== initial;
  const check = useMutation({ mutationFn: (rules: string) => answered(api.POST('/rules/check', { body: { rules } })) });
  const past = useMutation({
    mutationFn: (rules: string | null) => {
      const rule = (rules === null ? null : namesIn(rules)[0]) ?? running?.name ?? '';
      return answered(
        api.POST('/rules/backtest', { body: { rule, since: SINCE, ...(rules === null ? {} : { rules }) } }),
      );
    },
  });
  const mistakes: CodeMistake[] = check.data?.mistakes ?? mistakesIn(past.error);
  const write = (next: string) => {
    setText(next);
    check.reset();
    past.reset();
  };
  return (
    <div className={classes.halves}>
      <section className={classes.half} aria-label={say('rules.text')}>
        <p className={classes.quiet}>
          {say(running === null ? 'rules.newText' : may ? 'rules.textWhy' : 'rules.textOnlyRead')}
        </p>
        <CodeEditor
          label={say('rules.text')}
          language="yaml"
          value={text}
          onChange={write}
          mistakes={mistakes}
          onSubmit={() => may && check.mutate(text)}
          readOnly={!may}
          complete={complete}
          lines={20}
        />
        <div className={classes.actions}>
          {may ? (
            <Button loading={check.isPending} onClick={() => check.mutate(text)}>
              {say('rules.check')}
            </Button>
          ) : null}
          <Button variant="default" loading={past.isPending} onClick={() => past.mutate(isChanged ? text : null)}>
            {say('rules.backtest')}
          </Button>
          {text === initial ? null : (
            <Button variant="subtle" onClick={() => write(initial)}>
              {say('rules.asItWas')}
            </Button>
          )}
        </div>
        {check.data && check.data.mistakes.length === 0 ? (
          <TakeAlong rule={text} configuration={check.data.configuration} />
        ) : null}
      </section>
      <section className={classes.half} aria-label={say('rules.whatItDoes')} aria-live="polite">
        {mistakes.length > 0 ? (
          <div>
            <p>{say('rules.mistakes', { count: mistakes.length })}</p>
            <MistakeList mistakes={mistakes} />
          </div>
        ) : null}
        {check.isError ? <Problem error={check.error} onRetry={() => check.mutate(text)} /> : null}
        {check.data?.rules.map(tried => (
          <CheckResult key={tried.name} tried={tried} />
        ))}
        {check.data === undefined && running !== null && !isChanged ? <RunningFacts rule={running} /> : null}
        {check.data === undefined && isChanged && may ? (
          <p className={classes.quiet}>{say('rules.checkFirst')}</p>
        ) : null}
        {past.isError && mistakes.length === 0 ? (
          <Problem error={past.error} onRetry={() => past.mutate(isChanged ? text : null)} />
        ) : null}
        {past.data ? <BacktestResult past={past.data} /> : null}
      </section>
    </div>
  );
}

function mistakesIn(error: unknown): CodeMistake[] {
  return error instanceof ApiProblem ? (error.problem.mistakes ?? []) : [];
}
