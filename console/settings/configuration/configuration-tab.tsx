import { Button, FileButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Configuration } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { CodeEditor } from '../../kit/code-editor.tsx';
import { Loading } from '../../kit/loading.tsx';
import { MistakeList } from '../../kit/mistake-list.tsx';
import { useAgo } from '../../kit/moment.ts';
import { Problem } from '../../kit/problem.tsx';
import { type Schema, yamlCompletion } from '../../kit/yaml-completion.ts';
import { useSay } from '../../words/say.tsx';
import { TabHead } from '../tab-head.tsx';
import { Changes } from './changes.tsx';
import classes from './configuration-tab.module.css';

const complete = yamlCompletion(async () => (await import('../../../orderwatch.schema.json')).default as Schema);

/** The configuration as it runs, and what another one would change. */
export function ConfigurationTab(): ReactNode {
  const say = useSay();
  const running = useQuery({
    queryKey: ['configuration'],
    queryFn: ({ signal }) => answered(api.GET('/configuration', { signal })),
    // What somebody writes stands on it.
    refetchOnWindowFocus: false,
  });
  if (running.isPending) return <Loading shape="rows" />;
  if (running.isError) {
    return <Problem error={running.error} what={say('configuration.unknown')} onRetry={() => void running.refetch()} />;
  }
  return <Desk running={running.data} />;
}

function Desk({ running }: { running: Configuration }): ReactNode {
  const say = useSay();
  const ago = useAgo();
  const [draft, setDraft] = useState<string | null>(null);
  const check = useMutation({
    mutationFn: (configuration: string) => answered(api.POST('/configuration/check', { body: { configuration } })),
  });
  const text = draft ?? running.text;
  const write = (next: string) => {
    setDraft(next);
    check.reset();
  };
  const mistakes = check.data?.mistakes ?? [];
  const { refused } = running;
  const values = { file: running.file ?? '', ago: ago(running.since) };
  return (
    <>
      <TabHead answer={say(running.file === null ? 'configuration.bundled' : 'configuration.answer', values)} />
      {refused === null ? null : (
        <section className={classes.refused} aria-label={say('configuration.refusedHead')}>
          <p>{say('configuration.refused', { count: refused.mistakes.length, ago: ago(refused.at) })}</p>
          <MistakeList mistakes={refused.mistakes} />
        </section>
      )}
      <p className={classes.quiet}>{say('configuration.why')}</p>
      <CodeEditor
        label={say('configuration.text')}
        language="yaml"
        value={text}
        onChange={next => next !== text && write(next)}
        mistakes={mistakes}
        onSubmit={() => check.mutate(text)}
        complete={complete}
        lines={24}
      />
      <div className={classes.actions}>
        <Button loading={check.isPending} onClick={() => check.mutate(text)}>
          {say('configuration.check')}
        </Button>
        <FileButton accept=".yaml,.yml,text/yaml" onChange={file => void file?.text().then(write)}>
          {props => (
            <Button variant="default" {...props}>
              {say('configuration.upload')}
            </Button>
          )}
        </FileButton>
        {draft === null || draft === running.text ? null : (
          <Button variant="subtle" onClick={() => write(running.text)}>
            {say('configuration.asItRuns')}
          </Button>
        )}
      </div>
      <section className={classes.outcome} aria-live="polite" aria-label={say('configuration.outcome')}>
        {check.isError ? <Problem error={check.error} onRetry={() => check.mutate(text)} /> : null}
        {mistakes.length > 0 ? (
          <>
            <p>{say('configuration.mistakes', { count: mistakes.length })}</p>
            <MistakeList mistakes={mistakes} />
          </>
        ) : null}
        {check.data && mistakes.length === 0 ? <Changes changes={check.data.changes} /> : null}
      </section>
    </>
  );
}
