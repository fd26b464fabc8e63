import type { ReactNode } from 'react';
import type { IncidentContext, IncidentInFull } from '../client/api.gen.ts';
import { useAgo } from '../kit/moment.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './incident-page.module.css';

type Props = { incident: IncidentInFull; context: IncidentContext | undefined };

/** What causes it as far as that is known, what was found, by which rule; where more can be read. */
export function IncidentCause({ incident, context }: Props): ReactNode {
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
