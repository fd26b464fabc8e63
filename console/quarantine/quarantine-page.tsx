import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { FilterBar, FilterChip } from '../kit/filter-bar.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { Say, useSay } from '../words/say.tsx';
import { CauseList } from './cause-list.tsx';
import { CauseMessages } from './cause-messages.tsx';
import { useCauseWords } from './cause-words.ts';
import { MessagePanel } from './message-panel.tsx';
import { groupsQuery, type State } from './queries.ts';

/** Messages that could not be understood: by cause, then one by one. */
export function QuarantinePage(): ReactNode {
  const say = useSay();
  const words = useCauseWords();
  const [view, setView] = useUrlState({ state: 'open', group: '', message: '', try: '' });
  const state: State = view.state === 'dismissed' ? 'dismissed' : 'open';
  const groups = useQuery(groupsQuery(state));
  const group = groups.data?.items.find(({ fingerprint }) => fingerprint === view.group);
  const [largest] = groups.data?.items ?? [];
  const total = groups.data?.total ?? 0;
  return (
    <>
      <PageHead
        title={say('shell.page.quarantine')}
        answer={
          groups.data && (
            <>
              {say(state === 'open' ? 'quarantine.answer' : 'quarantine.answerDismissed', { count: total })}{' '}
              {largest && state === 'open' ? (
                <Say
                  id="quarantine.answerWhy"
                  values={{
                    groups: groups.data.items.length,
                    cause: words(largest),
                    link: text => <Link to={`?group=${encodeURIComponent(largest.fingerprint)}`}>{text}</Link>,
                  }}
                />
              ) : null}
            </>
          )
        }
      />
      {view.group === '' ? (
        <>
          <FilterBar>
            {(['open', 'dismissed'] as const).map(one => (
              <FilterChip key={one} on={state === one} onChange={() => setView({ state: one })}>
                {say(`quarantine.${one}`)}
              </FilterChip>
            ))}
          </FilterBar>
          <CauseList groups={groups} state={state} />
        </>
      ) : (
        <CauseMessages
          key={view.group}
          fingerprint={view.group}
          group={group}
          state={state}
          trying={view.try !== ''}
          onTry={on => setView({ try: on ? '1' : '' })}
          onOpen={id => setView({ message: id })}
        />
      )}
      <MessagePanel id={view.message} onClose={() => setView({ message: '' })} />
    </>
  );
}
