import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Rule } from '../client/api.gen.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { useAgo } from '../kit/moment.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import { RuleDesk } from './rule-desk.tsx';
import { rulesQuery, ruleTextQuery, stateOf } from './rule-queries.ts';

/** One rule: how it is, what it says, and what another one would do. */
export function RulePage(): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const { name = '' } = useParams();
  const rules = useQuery(rulesQuery);
  const rule = rules.data?.find(one => one.name === name);
  const text = useQuery({ ...ruleTextQuery(name), enabled: rule !== undefined });
  if (rules.isPending || (rule && text.isPending)) return <Loading shape="page" />;
  if (rules.isError || text.isError) {
    return (
      <>
        <PageHead title={name} />
        <Problem
          error={rules.error ?? text.error}
          what={say('rules.unknownOne')}
          onRetry={() => void (rules.isError ? rules : text).refetch()}
        />
      </>
    );
  }
  if (!rule || text.data === undefined) {
    return (
      <>
        <PageHead title={name} />
        <Empty>
          <Say id="rules.gone" values={{ name, link: (words: ReactNode[]) => <Link to="/rules">{words}</Link> }} />
        </Empty>
      </>
    );
  }
  const { tone, word } = stateOf(rule);
  return (
    <>
      <PageHead
        title={rule.title[language]}
        beside={<ToneBadge tone={tone}>{say(word, { count: rule.open })}</ToneBadge>}
        answer={<Answer rule={rule} />}
      />
      <RuleDesk key={name} initial={text.data} running={rule} />
    </>
  );
}

function Answer({ rule }: { rule: Rule }): ReactNode {
  const ago = useAgo();
  const say = useSay();
  const { name, lastSuccessAt, lastRun, open, failing } = rule;
  if (failing) return say('rules.isFailing', { why: lastRun?.why ?? '' });
  if (lastSuccessAt === null) return say('rules.hasNotLooked');
  const incidents = `/incidents?${new URLSearchParams({ rule: name })}`;
  const values = {
    ago: ago(lastSuccessAt),
    rows: lastRun?.lookedAt ?? 0,
    open,
    link: (text: ReactNode[]) => <Link to={incidents}>{text}</Link>,
  };
  return <Say id="rules.hasLooked" values={values} />;
}
