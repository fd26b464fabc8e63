import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useParams } from 'react-router';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useRefetchOn } from '../live/live.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { EscalationSteps } from './escalation-steps.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { IncidentAnswer } from './incident-answer.tsx';
import { IncidentCause } from './incident-cause.tsx';
import { IncidentHistory } from './incident-history.tsx';
import { IncidentOrders } from './incident-orders.tsx';
import classes from './incident-page.module.css';
import { contextQuery, INCIDENTS_KEY, incidentQuery } from './incident-queries.ts';
import { toneOfIncident, toneOfSeverity } from './incident-tone.ts';
import { CustomersWord, NoteWord, SimilarBefore, VerdictWord } from './incident-words.tsx';

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
        answer={<IncidentAnswer incident={incident} context={context.data} />}
        actions={<IncidentActions incident={incident} />}
      />
      <div className={classes.page}>
        <div className={classes.column}>
          <Section title={say('incidents.one.cause')} place="cause">
            <IncidentCause incident={incident} context={context.data} />
          </Section>
          <Section title={say('incidents.orders')} place="orders" count={incident.orderCount}>
            <IncidentOrders id={id} />
          </Section>
          <Section title={say('incidents.timeline')} place="timeline">
            <NoteWord id={id} />
            <IncidentHistory history={incident.history} />
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
  const named = useId();
  return (
    <section className={classes.section} data-place={place} aria-labelledby={named}>
      <h2 className={classes.heading} id={named}>
        {title} {count ? <span className={classes.quiet}>{count}</span> : null}
      </h2>
      {children}
    </section>
  );
}
