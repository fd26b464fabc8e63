import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { OnCallCalendar } from '../client/api.gen.ts';
import { useMoment } from '../kit/moment.ts';
import { ToneShape } from '../kit/status-badge.tsx';
import { useDuration } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import classes from './on-call-page.module.css';

type Rotation = OnCallCalendar['rotations'][number];
type Shift = Rotation['shifts'][number];

/** The coming shifts of a rotation as rows that are read, not measured: who, from when to when, and why it is they. */
export function Rota({
  rotation: { rotation, zone, shifts },
  me,
}: {
  rotation: Rotation;
  me: string | null;
}): ReactNode {
  const say = useSay();
  // The rest is a look away: on a phone two weeks of short shifts would hide all that follows.
  const [all, setAll] = useState(false);
  return (
    <section aria-label={rotation} className={classes.section}>
      <h2 className={classes.heading}>
        {rotation} <span className={classes.quiet}>{say('onCall.zone', { zone })}</span>
      </h2>
      <ol className={classes.rota}>
        {(all ? shifts : shifts.slice(0, FIRST)).map((shift, nth) => (
          <ShiftRow key={shift.from} shift={shift} nth={nth} mine={me !== null && shift.person === me} />
        ))}
      </ol>
      {all || shifts.length <= FIRST ? null : (
        <Button variant="subtle" mt={4} onClick={() => setAll(true)}>
          {say('onCall.shift.all', { count: shifts.length })}
        </Button>
      )}
    </section>
  );
}

const FIRST = 8;

function ShiftRow({ shift, nth, mine }: { shift: Shift; nth: number; mine: boolean }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const duration = useDuration();
  const { name, from, to, why } = shift;
  return (
    <li className={classes.shift} data-now={nth === 0} data-mine={mine}>
      <span className={classes.range}>{say('onCall.shift.range', { from: moment(from), to: moment(to) })}</span>
      <span className={classes.name}>
        {why === 'nobody' ? <ToneShape tone="broken" /> : null} {name ?? say('onCall.shift.nobody')}
        {mine ? <span className={classes.nowMark}>{say('onCall.shift.you')}</span> : null}
        {nth === 0 ? <span className={classes.nowMark}>{say('onCall.now')}</span> : null}
      </span>
      <span className={classes.why}>
        <Why shift={shift} />
      </span>
      <span className={classes.length}>{duration(Date.parse(to) - Date.parse(from))}</span>
    </li>
  );
}

function Why({ shift: { why, instead, override } }: { shift: Shift }): ReactNode {
  const say = useSay();
  if (why === 'turn') return null;
  const who = instead?.name ?? '';
  const words = [
    why === 'standIn' ? (instead === null ? say('onCall.shift.standsIn') : say('onCall.shift.standIn', { who })) : null,
    why === 'absence' ? say('onCall.shift.absence', { who }) : null,
    override === null
      ? null
      : override.reason === null
        ? say('onCall.shift.entered', { who: override.author })
        : say('onCall.shift.enteredWhy', { who: override.author, reason: override.reason }),
  ];
  return words.filter(word => word !== null).join(' · ');
}

type EnteredProps = { calendar: OnCallCalendar; onEnd: ((kind: 'override' | 'away', id: string) => void) | null };

/** What was entered by hand and holds or will, with the way to end it. */
export function Entered({ calendar, onEnd }: EnteredProps): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const nameOf = (person: string) => calendar.people.find(each => each.person === person)?.name ?? person;
  if (calendar.overrides.length === 0) return <p className={classes.quiet}>{say('onCall.entered.none')}</p>;
  return (
    <ul className={classes.plainList}>
      {calendar.overrides.map(({ id, kind, rotation, person, from, until, author, reason }) => (
        <li key={`${kind} ${id}`} className={classes.item}>
          <div>
            <strong>
              {kind === 'away'
                ? say('onCall.entered.away', { name: nameOf(person) })
                : say('onCall.entered.override', { name: nameOf(person), rotation: rotation ?? '' })}
            </strong>
            <div className={classes.quiet}>
              {say('onCall.shift.range', { from: moment(from), to: moment(until) })} ·{' '}
              {reason === null
                ? say('onCall.shift.entered', { who: author })
                : say('onCall.shift.enteredWhy', { who: author, reason })}
            </div>
          </div>
          {onEnd === null ? null : (
            <Button
              variant="default"
              aria-label={say('onCall.endOf', { who: nameOf(person) })}
              onClick={() => onEnd(kind, id)}
            >
              {say('onCall.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Who is there of each team, and when they are on call. */
export function Teams({ calendar: { teams } }: { calendar: OnCallCalendar }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  return (
    <ul className={classes.plainList}>
      {teams.map(({ team, people }) => (
        <li key={team} className={classes.team}>
          <strong>{team}</strong>
          <ul className={classes.plainList}>
            {people.map(({ person, name, awayUntil, onCall, nextOnCall }) => (
              <li key={person}>
                {name}{' '}
                <span className={classes.quiet}>
                  {[
                    awayUntil === null ? null : say('onCall.team.away', { until: moment(awayUntil) }),
                    onCall.length === 0 ? null : say('onCall.team.onCall', { rotations: onCall.join(', ') }),
                    nextOnCall === null
                      ? null
                      : say('onCall.team.next', { rotation: nextOnCall.rotation, from: moment(nextOnCall.from) }),
                  ]
                    .filter(word => word !== null)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
