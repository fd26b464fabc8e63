import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Diagnosis, Order } from '../client/api.gen.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { consoleLink } from './console-link.ts';
import { diagnosisQuery } from './order-queries.ts';
import { Section } from './section.tsx';
import classes from './why-stuck.module.css';

/** The diagnosis: what most likely is the matter, and everything that speaks for it, what explains most first. */
export function WhyStuck({ order }: { order: Order }): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useQuery(diagnosisQuery(order.orderId));
  const isLate = order.stuck || order.overdue;
  const title = say(isLate ? 'order.why.stuck' : order.atRisk ? 'order.why.atRisk' : 'order.why.inTime');
  return (
    <Section title={title}>
      {data !== undefined ? (
        <Found diagnosis={data} />
      ) : error === null ? (
        <Loading shape="lines" rows={3} />
      ) : (
        <Problem error={error} what={say('order.why.failed')} onRetry={() => void refetch()} />
      )}
    </Section>
  );
}

function Found({ diagnosis }: { diagnosis: Diagnosis }): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const { verdict, suspect, cause } = diagnosis;
  // Where one thing says all, it is the verdict, too: said once.
  const said = diagnosis.evidence.find(({ text }) => text.en === verdict.en);
  const evidence = diagnosis.evidence.filter(each => each !== said);
  return (
    <>
      <p className={classes.verdict}>
        {verdict[language]} {said?.link ? <EvidenceLink link={said.link} /> : null}
      </p>
      {suspect === null ? null : (
        <p className={classes.suspect}>
          <ToneBadge tone="watch">{say('order.why.suspect')}</ToneBadge> {suspect[language]}
        </p>
      )}
      {evidence.length === 0 ? null : (
        <ol className={classes.evidence} aria-label={say('order.why.evidence')}>
          {evidence.map(({ kind, at, text, link, cause: speaksFor }) => (
            <li key={`${kind} ${at} ${text.en}`} data-explains={speaksFor !== null && speaksFor === cause?.key}>
              {text[language]} {link === null ? null : <EvidenceLink link={link} />}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function EvidenceLink({ link }: { link: string }): ReactNode {
  const say = useSay();
  const ours = consoleLink(link);
  if (ours === null)
    return (
      <a href={link} target="_blank" rel="noreferrer">
        {say('order.see')}
      </a>
    );
  return <Link to={ours}>{say('order.see')}</Link>;
}
