import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';
import { CodeEditor, type CodeMistake } from '../kit/code-editor.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useSay } from '../words/say.tsx';
import classes from './quarantine.module.css';
import type { Message } from './queries.ts';

type Props = { selection: { fingerprint: string } | { ids: string[] }; sample: Message | undefined };

/** A mapping beside what messages would become with it. */
export function TryMapping({ selection, sample }: Props): ReactNode {
  const say = useSay();
  const [mapping, setMapping] = useState(() => draftFor(sample));
  const tried = useMutation({
    mutationFn: () => answered(api.POST('/quarantine/try', { body: { ...selection, mapping, limit: 20 } })),
  });
  const mistakes = mistakesIn(tried.error);
  return (
    <section className={classes.trial} aria-label={say('quarantine.tryHead')}>
      <div className={classes.trialHalf}>
        <p className={classes.quiet}>{say('quarantine.tryHelp')}</p>
        <CodeEditor
          label={say('quarantine.tryLabel')}
          language="yaml"
          value={mapping}
          onChange={setMapping}
          mistakes={mistakes}
          onSubmit={() => tried.mutate()}
          lines={18}
        />
        <div className={classes.actions}>
          <Button size="sm" loading={tried.isPending} onClick={() => tried.mutate()}>
            {say('quarantine.tryRun')}
          </Button>
        </div>
      </div>
      <div className={classes.trialHalf} aria-live="polite">
        {tried.isIdle ? <p className={classes.quiet}>{say('quarantine.tryFirst')}</p> : null}
        {mistakes.length > 0 ? (
          <>
            <p>{say('quarantine.tryMistakes', { count: mistakes.length })}</p>
            <ul className={classes.mistakes}>
              {mistakes.map(({ line, column, sentence }) => (
                <li key={`${line}:${column} ${sentence}`}>
                  {say('quarantine.tryMistake', { line: line ?? 1, column: column ?? 1, sentence })}
                </li>
              ))}
            </ul>
          </>
        ) : tried.isError ? (
          <Problem error={tried.error} onRetry={() => tried.mutate()} />
        ) : null}
        {tried.data ? (
          <>
            <p>{say('quarantine.tryDone', { understood: tried.data.understood, count: tried.data.items.length })}</p>
            <ol className={classes.outcomes}>
              {tried.data.items.map(item => (
                <li key={item.id}>
                  <div className={classes.outcome}>
                    <ToneBadge tone={item.understood ? 'done' : 'broken'}>
                      {item.understood ? say('quarantine.becomes', { order: item.orderId }) : say('quarantine.stays')}
                    </ToneBadge>
                    <span className={classes.quiet}>
                      {say('quarantine.id', { id: item.id })}
                      {item.readBy === null ? '' : `, ${say('quarantine.readBy', { source: item.readBy })}`}
                    </span>
                  </div>
                  {item.reason === null ? null : <p className={classes.reason}>{item.reason}</p>}
                  {item.event === null ? null : (
                    <pre className={classes.event}>{JSON.stringify(item.event, null, 2)}</pre>
                  )}
                </li>
              ))}
            </ol>
          </>
        ) : null}
      </div>
    </section>
  );
}

function mistakesIn(error: unknown): CodeMistake[] {
  return error instanceof ApiProblem ? (error.problem.mistakes ?? []) : [];
}

/** What most mappings begin with, for where this message came from. */
function draftFor(sample: Message | undefined): string {
  const exchange = sample?.exchange ?? 'orders';
  return `name: ${exchange.replaceAll('.', '-')}-tried
exchange: ${exchange}
source: mes
fields:
  orderId: $.orderId
  status: $.status
statuses: {}
`;
}
