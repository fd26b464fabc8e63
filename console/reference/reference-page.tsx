import { Anchor, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { problemOf, unreachable } from '../client/problem.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { Say, useSay } from '../words/say.tsx';
import { OperationView } from './operation-view.tsx';
import { type ApiDocument, matching, operationsOf } from './operations.ts';
import classes from './reference.module.css';

const DOCUMENT = '/api/v1/openapi.json';

/** The API for those who write programs, as its own document tells of it; to be tried with the session of who reads. */
export function ReferencePage(): ReactNode {
  const say = useSay();
  const [view, setView] = useUrlState({ operation: '', find: '' });
  const described = useQuery({ queryKey: ['openapi'], queryFn: ({ signal }) => read(signal), staleTime: 'static' });
  const operations = useMemo(() => (described.data ? operationsOf(described.data) : []), [described.data]);
  const groups = useMemo(() => matching(operations, view.find), [operations, view.find]);
  return (
    <>
      <PageHead
        title={say('shell.page.reference')}
        answer={
          described.data && (
            <Say
              id="reference.answer"
              values={{ count: operations.length, link: text => <DocumentLink>{text}</DocumentLink> }}
            />
          )
        }
      />
      {described.isPending ? <Loading shape="rows" /> : null}
      {described.isError ? (
        <Problem error={described.error} what={say('reference.failed')} onRetry={() => void described.refetch()} />
      ) : null}
      {described.data ? (
        <>
          <TextInput
            className={classes.find!}
            type="search"
            aria-label={say('reference.find')}
            placeholder={say('reference.find')}
            leftSection={<IconSearch size={15} />}
            value={view.find}
            onChange={event => setView({ find: event.currentTarget.value })}
          />
          {groups.size === 0 ? <Empty>{say('reference.none')}</Empty> : null}
          {[...groups].map(([tag, found]) => (
            <section key={tag} className={classes.group}>
              <h2>{tag}</h2>
              <ul>
                {found.map(operation => (
                  <OperationView
                    key={operation.id}
                    operation={operation}
                    document={described.data}
                    opened={view.operation === operation.id}
                    onToggle={() => setView({ operation: view.operation === operation.id ? '' : operation.id })}
                  />
                ))}
              </ul>
            </section>
          ))}
        </>
      ) : null}
    </>
  );
}

function DocumentLink({ children }: { children: ReactNode }): ReactNode {
  return (
    <Anchor href={DOCUMENT} underline="always" inherit>
      {children}
    </Anchor>
  );
}

async function read(signal: AbortSignal): Promise<ApiDocument> {
  const response = await fetch(DOCUMENT, { signal }).catch(error => {
    throw unreachable(error);
  });
  if (!response.ok) throw await problemOf(response);
  return response.json();
}
