import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { IncidentContext, IncidentInFull } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay, useUser } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { Loading } from '../kit/loading.tsx';
import { useAgo, useList, useMoment } from '../kit/moment.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useDuration, useNow } from '../kit/time.tsx';
import { Timeline, TimelineLine } from '../kit/timeline.tsx';
import type { Tone } from '../kit/tone.ts';
import { useRefetchOn } from '../live/live.tsx';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { EscalationSteps } from './escalation-steps.tsx';
import { type HistoryEvent, useHistoryWords } from './history-words.ts';
import { useIncidentDeeds } from './incident-deeds.ts';
import { IncidentOrders } from './incident-orders.tsx';
import classes from './incident-page.module.css';
import { contextQuery, INCIDENTS_KEY, incidentQuery } from './incident-queries.ts';
import { toneOfIncident, toneOfSeverity } from './incident-tone.ts';
import { CustomersWord, NoteWord, SimilarBefore, VerdictWord } from './incident-words.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';

/** One incident: what is wrong and why, who is told, whom it touches, what became of it. */
export function IncidentPage(): ReactNode {
  const say = useSay();
  const { id = '' } = useParams();
  const { language } = useReader();
  const query = useQuery(incidentQuery(id));
  const context = useQuery(contextQuery(id));
  useRefetchOn(['incident'], INCIDENTS_KEY);
  if (query.isPending) return <Loading shape="page" />;
  if (query.isError) {
    return (
      <>
        <PageHead title={say('incidents.one.title', { id })} />
        <Problem error={query.error} what={say('incidents.one.failed')} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const incident = query.data;
  return (
    <>
      <PageHead
        title={incident.title[language]}
        beside={
          <>
            <span className={classes.quiet}>#{id}</span>
            <ToneBadge tone={toneOfSeverity(incident.severity)}>
              {say(`incidents.severity.${incident.severity}`)}
            </ToneBadge>
            <ToneBadge
              tone={
                incident.state === 'open' ? toneOfIncident(incident) : incident.state === 'resolved' ? 'done' : 'calm'
              }
            >
              {say(`incidents.state.${incident.state}`)}
            </ToneBadge>
          </>
        }
        answer={<Answer incident={incident} context={context.data} />}
        actions={<Deeds incident={incident} />}
      />
      <div className={classes.page}>
        <div className={classes.column}>
          <Section title={say('incidents.one.cause')} place="cause">
            <Cause incident={incident} context={context.data} />
          </Section>
          <Section title={say('incidents.orders')} place="orders" count={incident.orderCount}>
            <IncidentOrders id={id} />
          </Section>
          <Section title={say('incidents.timeline')} place="timeline">
            <NoteWord id={id} />
            <History history={incident.history} />
          </Section>
        </div>
        <div className={classes.column}>
          <Section title={say('incidents.one.escalation')} place="escalation">
            {context.isError ? <Problem error={context.error} onRetry={() => void context.refetch()} /> : null}
            {context.isPending ? <Loading shape="lines" rows={4} /> : null}
            {context.data ? <EscalationSteps incident={incident} escalation={context.data.escalation} /> : null}
          </Section>
          <Section title={say('incidents.customers')} place="customers">
            <CustomersWord incident={incident} waiting={context.data?.waitingCustomers ?? 0} />
          </Section>
          <Section title={say('incidents.verdict')} place="verdict">
            <VerdictWord incident={incident} />
          </Section>
          <Section title={say('incidents.similar')} place="similar">
            {context.data ? <SimilarBefore similar={context.data.similar} /> : null}
          </Section>
        </div>
      </div>
    </>
  );
}

/** `place`: where it stands on a phone, which has one column. */
type SectionProps = { title: string; place: string; count?: number; children: ReactNode };

function Section({ title, place, count, children }: SectionProps): ReactNode {
  return (
    <section className={classes.section} data-place={place} aria-label={title}>
      <h2 className={classes.heading}>
        {title} {count ? <span className={classes.quiet}>{count}</span> : null}
      </h2>
      {children}
    </section>
  );
}

type Parts = { incident: IncidentInFull; context: IncidentContext | undefined };

function Answer({ incident, context }: Parts): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const ago = useAgo();
  const list = useList();
  const duration = useDuration();
  const now = useNow();
  const {
    state,
    orderCount: all,
    openOrderCount: open,
    openedAt,
    until,
    acknowledgedBy,
    acknowledgedAt,
    resolvedAt,
  } = incident;
  if (incident.mergedInto !== null) {
    const id = incident.mergedInto;
    const link = (text: ReactNode[]) => <Link to={`/incidents/${id}`}>{text}</Link>;
    return <Say id="incidents.one.merged" values={{ id, link }} />;
  }
  const orders = all === 0 ? say('incidents.one.noOrders') : say('incidents.one.orders', { open, all });
  const end = until === null ? '' : moment(until);
  switch (state) {
    case 'open':
      return say('incidents.one.answer.open', { age: duration(now - Date.parse(openedAt)), orders, next: next() });
    case 'acknowledged':
      return say('incidents.one.answer.acknowledged', {
        ...{ who: acknowledgedBy ?? '', until: end, orders },
        since: acknowledgedAt === null ? '' : moment(acknowledgedAt),
      });
    case 'snoozed':
      return say('incidents.one.answer.snoozed', { until: end, orders });
    case 'resolved':
      return say('incidents.one.answer.resolved', {
        since: ago(resolvedAt!),
        lasted: duration(Date.parse(resolvedAt!) - Date.parse(openedAt)),
        orders,
      });
    default:
      return state satisfies never;
  }

  function next(): string {
    const step = context?.escalation.steps.find(each => each.state === 'next');
    if (context === undefined) return '';
    if (step === undefined) return context.escalation.of === 0 ? '' : say('incidents.one.nextNobody');
    const names = [...new Set(step.people.map(({ name }) => name))];
    return say('incidents.one.next', { names: list(names), count: names.length, at: moment(step.at) });
  }
}

function Cause({ incident, context }: Parts): ReactNode {
  const say = useSay();
  const ago = useAgo();
  const { language } = useReader();
  const { causeText, suspect, suspectBecause, storm, rule, about, seen, lastSeenAt, reopened, findings } = incident;
  const links = context?.links;
  return (
    <>
      {suspect ? (
        <p className={classes.suspect}>
          {suspectBecause === null
            ? say('incidents.one.suspectPlain')
            : say('incidents.one.suspect', { why: suspectBecause[language] })}
        </p>
      ) : null}
      <p className={classes.plain}>
        {causeText === null ? say('incidents.one.noCause') : <strong>{causeText[language]}</strong>}
        {storm ? ` ${say('incidents.one.causeStorm')}` : null}
      </p>
      {findings.length > 0 ? (
        <ul className={classes.evidence}>
          {findings.slice(0, 12).map(({ subject, detail, resolvedAt, firstSeenAt }) => (
            <li key={`${subject} ${firstSeenAt}`} data-over={resolvedAt !== null}>
              <code>{subject}</code> {detail?.[language]}
            </li>
          ))}
        </ul>
      ) : null}
      <p className={classes.quiet}>
        {[
          say('incidents.one.rule', { rule }),
          say(about.includes(':') ? 'incidents.one.aboutThing' : 'incidents.one.about', { about }),
          say('incidents.one.seen', { count: seen, ago: ago(lastSeenAt) }),
          ...(reopened > 0 ? [say('incidents.one.reopened', { count: reopened })] : []),
        ].join(' ')}
      </p>
      {links ? (
        <p className={classes.links}>
          {links.runbook === null ? null : (
            <a href={links.runbook} target="_blank" rel="noreferrer">
              {say('incidents.one.runbook')}
            </a>
          )}
          {links.trace === null ? null : (
            <a href={links.trace} target="_blank" rel="noreferrer">
              {say('incidents.one.trace')}
            </a>
          )}
          {links.board === null ? null : (
            <a href={links.board} target="_blank" rel="noreferrer">
              {say('incidents.one.board')}
            </a>
          )}
        </p>
      ) : null}
    </>
  );
}

const LINES = 200;

/** The newest first: whoever comes wants to know what was last. */
function History({ history }: { history: readonly HistoryEvent[] }): ReactNode {
  const say = useSay();
  const words = useHistoryWords();
  const latest = history.toReversed().slice(0, LINES);
  return (
    <Timeline label={say('incidents.timeline')}>
      {latest.map((event, nth) => (
        <TimelineLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows, so each line keeps its number from the end.
          key={history.length - nth}
          at={event.at}
          by={event.by ?? say('incidents.orderwatch')}
          tone={TONES[event.kind] ?? 'calm'}
        >
          {words(event)}
        </TimelineLine>
      ))}
    </Timeline>
  );
}

const TONES: Partial<Record<HistoryEvent['kind'], Tone>> = {
  opened: 'watch',
  reopened: 'watch',
  raised: 'late',
  storm: 'late',
  nobody_to_tell: 'broken',
  suspect: 'broken',
  resolved: 'done',
};

/** Buttons, which on a phone stand where a thumb is; and the keys of the same. */
function Deeds({ incident }: { incident: IncidentInFull }): ReactNode {
  const say = useSay();
  const user = useUser();
  const may = useMay('support', 'operator', 'manager', 'admin');
  const { act, giveBack, refresh } = useIncidentDeeds();
  const [snoozing, setSnoozing] = useState(false);
  const [resolving, setResolving] = useState(false);
  const [takingOver, setTakingOver] = useState(false);
  const { id, state, acknowledgedBy } = incident;
  const over = state === 'resolved' || !may;
  const mine = state === 'acknowledged' && acknowledgedBy === user.name;
  const theirs = state === 'acknowledged' && !mine;
  const acknowledge = () => act.mutate({ ids: [id], action: 'acknowledge' });
  const takeOver = async () => {
    setTakingOver(true);
    await answered(api.POST('/incidents/{id}/acknowledge', { params: { path: { id } }, body: {} })).finally(() =>
      setTakingOver(false),
    );
    await refresh();
  };
  useKeys([
    {
      keys: 'a',
      label: over || state === 'acknowledged' ? null : 'incidents.key.acknowledge',
      do: () => (over || state === 'acknowledged' ? false : acknowledge()),
    },
    {
      keys: 's',
      label: over || theirs ? null : 'incidents.key.snooze',
      do: () => (over || theirs ? false : setSnoozing(true)),
    },
    {
      keys: 'r',
      label: over || theirs ? null : 'incidents.key.resolve',
      do: () => (over || theirs ? false : setResolving(true)),
    },
    { keys: 'n', label: 'incidents.key.note', do: () => document.getElementById('incident-note')?.focus() },
  ]);
  if (over) return null;
  return (
    <div className={classes.deeds}>
      {mine || state === 'snoozed' ? (
        <Button variant="default" loading={giveBack.isPending} onClick={() => giveBack.mutate([id])}>
          {say('incidents.giveBack')}
        </Button>
      ) : theirs ? (
        <Button variant="default" loading={takingOver} onClick={() => void takeOver()}>
          {say('incidents.takeOver', { who: acknowledgedBy ?? '' })}
        </Button>
      ) : (
        <Button loading={act.isPending} onClick={acknowledge}>
          {say('incidents.acknowledge')}
        </Button>
      )}
      <SnoozeMenu
        opened={snoozing}
        onChange={setSnoozing}
        disabled={theirs}
        onSnooze={length => act.mutate({ ids: [id], action: 'snooze', for: length })}
      />
      <Button variant="default" disabled={theirs} onClick={() => setResolving(true)}>
        {say('incidents.resolve')}
      </Button>
      {resolving ? (
        <BulkDialog
          action="resolve"
          ids={[id]}
          onClose={() => setResolving(false)}
          onDone={() => setResolving(false)}
        />
      ) : null}
    </div>
  );
}
