import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Rule, RuleCheck } from '../client/api.gen.ts';
import { durationOf } from '../kit/duration.ts';
import { useList } from '../kit/moment.ts';
import { At, useDuration } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './rules.module.css';

type Tried = RuleCheck['rules'][number];

/** What a rule would do if it were declared as it is written. */
export function CheckResult({ tried }: { tried: Tried }): ReactNode {
  const say = useSay();
  const { name, isNew, isChanged } = tried;
  return (
    <div className={classes.half}>
      <h2>{name}</h2>
      <p>{say(isNew ? 'rules.isNew' : isChanged ? 'rules.isOther' : 'rules.isSame')}</p>
      <FoundNow now={tried.now} />
      <Facts rule={tried} />
    </div>
  );
}

/** The same of the rule that runs, without another look. */
export function RunningFacts({ rule }: { rule: Rule }): ReactNode {
  return <Facts rule={rule} />;
}

function FoundNow({ now: { found, fresh, why, samples } }: { now: Tried['now'] }): ReactNode {
  const say = useSay();
  const { language } = useReader();
  if (found === null) return <p>{say('rules.couldNotLook', { why: why ?? '' })}</p>;
  return (
    <>
      <p>{say('rules.findsNow', { found, fresh: fresh ?? 0 })}</p>
      {samples.length === 0 ? null : (
        <ul className={classes.list}>
          {samples.map(({ subject, orderId, detail }) => (
            <li key={subject}>
              {orderId === null ? subject : <Link to={`/orders/${encodeURIComponent(orderId)}`}>{orderId}</Link>}
              {detail === null ? null : <span className={classes.quiet}>{` ${detail[language]}`}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Facts({
  rule,
}: {
  rule: Pick<Tried, 'condition' | 'nextRunsAt' | 'schedule' | 'severity' | 'shadow' | 'told'>;
}) {
  const say = useSay();
  const intl = useIntl();
  const { condition, nextRunsAt, schedule, severity, shadow, told } = rule;
  return (
    <dl className={classes.facts}>
      <dt>{say('rules.looksFor')}</dt>
      <dd>{condition}</dd>
      <dt>{say('rules.severity')}</dt>
      <dd>{say(`rules.severity.${severity}`)}</dd>
      <dt>{say('rules.nextRuns')}</dt>
      <dd>
        <ol className={classes.runs}>
          {nextRunsAt.map(at => (
            <li key={at}>
              <At at={at} />
            </li>
          ))}
        </ol>
        <span className={classes.quiet}>
          {nextRunsAt.length === 0
            ? say('rules.neverAgain')
            : say('rules.zone', {
                zone: schedule.zone,
                first: intl.formatDate(nextRunsAt[0], {
                  dateStyle: 'full',
                  timeStyle: 'short',
                  timeZone: schedule.zone,
                }),
              })}
        </span>
      </dd>
      <dt>{say('rules.told')}</dt>
      <dd>{shadow ? say('rules.shadow') : <Told told={told} />}</dd>
    </dl>
  );
}

function Told({ told }: { told: Tried['told'] }): ReactNode {
  const say = useSay();
  const list = useList();
  const duration = useDuration();
  if (told.length === 0) return say('rules.nobody');
  return (
    <ul className={classes.list}>
      {told.map(({ severity, steps }) => (
        <li key={severity}>
          {say(`rules.severity.${severity}`)}
          <ol>
            {steps.map(({ after, who }, nth) => {
              const names = list(who.map(({ kind, name }) => say(`rules.who.${kind}`, { name })));
              const ms = durationOf(after) ?? 0;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names, and they never move.
                <li key={nth}>{ms === 0 ? names : say('rules.after', { who: names, duration: duration(ms) })}</li>
              );
            })}
          </ol>
        </li>
      ))}
    </ul>
  );
}
