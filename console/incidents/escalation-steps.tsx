import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { IncidentContext, IncidentInFull } from '../client/api.gen.ts';
import { useMoment } from '../kit/moment.ts';
import { ToneShape } from '../kit/status-badge.tsx';
import type { Tone } from '../kit/tone.ts';
import { useSay } from '../words/say.tsx';
import classes from './escalation-steps.module.css';

type Escalation = IncidentContext['escalation'];
type Step = Escalation['steps'][number];
type Told = Step['people'][number];

/** The steps that were, with what arrived, and those that come if nobody acts. */
export function EscalationSteps({
  incident,
  escalation,
}: {
  incident: IncidentInFull;
  escalation: Escalation;
}): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const { steps, resumesAt } = escalation;
  const past = steps.filter(({ state }) => state === 'told' || state === 'nobody');
  const ahead = steps.filter(({ state }) => state === 'next' || state === 'ahead');
  return (
    <>
      {past.length > 0 ? <Steps steps={past} /> : null}
      <p className={classes.standing}>{standing()}</p>
      {ahead.length > 0 ? <Steps steps={ahead} /> : null}
    </>
  );

  function standing(): string | null {
    if (incident.state === 'resolved') return say('incidents.one.escalationOver');
    if (incident.shadow) return say('incidents.row.shadow');
    if (escalation.of === 0) return say('incidents.one.escalationNobody');
    if (ahead.length === 0)
      return say(incident.flapping ? 'incidents.history.flapping' : 'incidents.one.escalationDone');
    return resumesAt === null ? null : say('incidents.one.escalationHeld', { until: moment(resumesAt) });
  }
}

function Steps({ steps }: { steps: readonly Step[] }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  return (
    <ol className={classes.steps}>
      {steps.map(({ state, step, round, at, people }) => (
        <li key={`${state} ${round} ${step} ${at}`} className={classes.step} data-state={state}>
          <div>
            <strong>
              {round === 0 ? say('incidents.step', { step }) : say('incidents.step.round', { step, round: round + 1 })}
            </strong>{' '}
            <span className={classes.when}>{say(`incidents.step.${state}`, { at: moment(at) })}</span>
          </div>
          {people.length > 0 ? (
            <ul className={classes.people}>
              {people.map(person => (
                <Person key={`${person.recipient} ${person.channel}`} person={person} />
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Person({ person: { name, channel, message } }: { person: Told }): ReactNode {
  const say = useSay();
  return (
    <li>
      {name} <span className={classes.when}>· {say(`incidents.channel.${channel}`)}</span>
      {message === null ? null : (
        <Link to={`/notifications/${message.id}`} className={classes.receipt!} title={message.inWords}>
          <ToneShape tone={RECEIPTS[message.state]} /> {say(`incidents.message.${message.state}`)}
        </Link>
      )}
    </li>
  );
}

const RECEIPTS: Record<NonNullable<Told['message']>['state'], Tone> = {
  queued: 'calm',
  sending: 'calm',
  sent: 'calm',
  delivered: 'done',
  failed: 'broken',
  unknown: 'watch',
  dead: 'broken',
  dropped: 'calm',
  dry_run: 'calm',
};
