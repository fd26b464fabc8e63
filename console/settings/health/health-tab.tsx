import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Health } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { durationOf } from '../../kit/duration.ts';
import { Loading } from '../../kit/loading.tsx';
import { useList } from '../../kit/moment.ts';
import { Problem } from '../../kit/problem.tsx';
import { ToneBadge } from '../../kit/status-badge.tsx';
import { Ago, useDuration } from '../../kit/time.tsx';
import type { Tone } from '../../kit/tone.ts';
import { useMessageWords } from '../../notifications/message-words.ts';
import type { MessageKey } from '../../words/catalogue.ts';
import { Say, useSay } from '../../words/say.tsx';
import { TabHead } from '../tab-head.tsx';
import classes from './health-tab.module.css';

type Dependency = Health['dependencies'][number];

const TONES: Record<Dependency['state'], Tone> = { well: 'done', down: 'broken', off: 'calm', unknown: 'watch' };
const LOOK_AGAIN_MS = 15_000;

/** All that Orderwatch leans on, what is down first, with what to do. */
export function HealthTab(): ReactNode {
  const say = useSay();
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => answered(api.GET('/health', { signal })),
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (health.isPending) return <Loading shape="rows" />;
  if (health.isError) {
    return <Problem error={health.error} what={say('health.unknown')} onRetry={() => void health.refetch()} />;
  }
  const { dependencies, rules, retention, version, versions } = health.data;
  const down = dependencies.filter(({ state }) => state === 'down');
  const sorted = [...down, ...dependencies.filter(({ state }) => state !== 'down')];
  return (
    <>
      <TabHead
        answer={
          <Say
            id="health.answer"
            values={{
              down: down.length,
              failing: rules.failing.length,
              rules: (text: ReactNode[]) => <Link to="/rules?show=failing">{text}</Link>,
            }}
          />
        }
      />
      <ul className={classes.list}>
        {sorted.map(one => (
          <Line key={`${one.kind} ${one.name}`} dependency={one} />
        ))}
      </ul>
      <Facts rules={rules} retention={retention} version={version} versions={versions} />
    </>
  );
}

function Line({ dependency: { kind, name, state, since, lastAt, detail } }: { dependency: Dependency }): ReactNode {
  const say = useSay();
  const { channel } = useMessageWords();
  return (
    <li className={classes.line} data-state={state}>
      <div className={classes.head}>
        <strong>{say(`health.kind.${kind}`, { name: kind === 'channel' && name ? channel(name) : name })}</strong>
        <ToneBadge tone={TONES[state]}>{say(`health.state.${state}`)}</ToneBadge>
      </div>
      <p className={classes.words}>{say(sentenceOf(kind, state))}</p>
      <p className={classes.quiet}>
        {/* Of schedules the sentence says it all. */}
        {detail === null || kind === 'schedules' ? null : <span>{detail}</span>}
        {since === null ? null : (
          <span>
            {say('health.since')} <Ago at={since} />
          </span>
        )}
        {lastAt === null ? null : (
          <span>
            {say('health.lastAt')} <Ago at={lastAt} />
          </span>
        )}
      </p>
    </li>
  );
}

/** What that means, and what to do. */
function sentenceOf(kind: Dependency['kind'], state: Dependency['state']): MessageKey {
  if (state === 'down') return `health.down.${kind}`;
  if (state === 'unknown') return kind === 'signIn' ? 'health.unknown.signIn' : 'health.unknown.any';
  if (state === 'off') return OFF[kind] ?? 'health.off.any';
  return WELL[kind] ?? 'health.well.any';
}

const WELL: Partial<Record<Dependency['kind'], MessageKey>> = {
  intake: 'health.well.intake',
  configuration: 'health.well.configuration',
  schedules: 'health.well.schedules',
  channel: 'health.well.channel',
};

const OFF: Partial<Record<Dependency['kind'], MessageKey>> = {
  replica: 'health.off.replica',
  management: 'health.off.management',
  channel: 'health.off.channel',
  schedules: 'health.off.schedules',
  signIn: 'health.off.signIn',
};

function Facts({ rules, retention, version, versions }: Pick<Health, 'rules' | 'retention' | 'version' | 'versions'>) {
  const say = useSay();
  const list = useList();
  const duration = useDuration();
  const length = (iso: string) => duration(durationOf(iso) ?? 0);
  return (
    <dl className={classes.facts}>
      <dt>{say('health.rules')}</dt>
      <dd>
        <Link to="/rules">{say('health.rulesDeclared', { count: rules.declared })}</Link>
        {rules.failing.length === 0 ? null : ` ${say('health.rulesFailing', { names: list(rules.failing) })}`}
      </dd>
      <dt>{say('health.retention')}</dt>
      <dd>
        {say('health.retentionOf', { raw: length(retention.rawMessages), bodies: length(retention.messageBodies) })}
      </dd>
      <dt>{say('health.versions')}</dt>
      <dd>{say('health.versionsOf', { version, node: versions.node, postgres: versions.postgres ?? '—' })}</dd>
    </dl>
  );
}
