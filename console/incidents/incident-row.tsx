import { Button, Checkbox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Incident } from '../client/api.gen.ts';
import { useMay } from '../client/session.ts';
import { durationOf } from '../kit/duration.ts';
import { useAgo, useMoment } from '../kit/moment.ts';
import { ToneBadge, ToneShape } from '../kit/status-badge.tsx';
import { useDuration, useNow } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import type { useIncidentDeeds } from './incident-deeds.ts';
import classes from './incident-row.module.css';
import { toneOfIncident } from './incident-tone.ts';
import { SnoozeMenu } from './snooze-menu.tsx';

type Props = {
  incident: Incident;
  active: boolean;
  selected: boolean;
  onSelect: (selected: boolean) => void;
  deeds: ReturnType<typeof useIncidentDeeds>;
  /** The key for it was pressed on this row. */
  snoozing: boolean;
  onSnoozing: (open: boolean) => void;
};

/** An incident in the list: a card with buttons for thumbs on a phone. */
export function IncidentRow({ incident, active, selected, onSelect, deeds, snoozing, onSnoozing }: Props): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const { id, severity, state } = incident;
  const title = incident.title[language];
  return (
    <li
      id={`incident-${id}`}
      className={classes.row}
      data-tone={toneOfIncident(incident)}
      data-selected={selected}
      aria-current={active ? true : undefined}
      aria-label={say('incidents.row.label', { id, title })}
    >
      <Checkbox
        className={classes.box!}
        size="sm"
        checked={selected}
        onChange={event => onSelect(event.currentTarget.checked)}
        aria-label={say('incidents.row.select', { id })}
      />
      <div className={classes.words}>
        <div className={classes.first}>
          <ToneShape tone={toneOfIncident(incident)} size={12} />
          <Link to={`/incidents/${id}`} className={classes.title!}>
            {title}
          </Link>
          <span className={classes.id}>#{id}</span>
        </div>
        <p className={classes.second}>
          <Facts incident={incident} />
        </p>
        {incident.causeText === null ? null : <p className={classes.cause}>{incident.causeText[language]}</p>}
      </div>
      <div className={classes.standing}>
        <ToneBadge tone={toneOfIncident({ state: 'open', severity })}>
          {say(`incidents.severity.${severity}`)}
        </ToneBadge>
        <span className={classes.who}>
          <Holder incident={incident} />
        </span>
      </div>
      {state === 'resolved' ? null : (
        <RowDeeds incident={incident} deeds={deeds} snoozing={snoozing} onSnoozing={onSnoozing} />
      )}
    </li>
  );
}

/** How many orders, for how long, against which limit; and what is special about it. */
function Facts({ incident }: { incident: Incident }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const now = useNow();
  const { state, openedAt, resolvedAt, limit, orderCount, openOrderCount } = incident;
  const length = (resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(openedAt);
  const limitMs = limit === null ? null : durationOf(limit);
  const facts = [
    orderCount > 0 ? say('incidents.row.orders', { open: state === 'resolved' ? orderCount : openOrderCount }) : null,
    say(state === 'resolved' ? 'incidents.row.lasted' : 'incidents.row.age', { duration: duration(length) }),
    limitMs === null ? null : say('incidents.row.limit', { duration: duration(limitMs) }),
    incident.suspect ? say('incidents.row.suspect') : null,
    incident.customers === 'held' && state !== 'resolved' ? say('incidents.row.held') : null,
    incident.flapping ? say('incidents.row.flapping') : null,
    incident.shadow ? say('incidents.row.shadow') : null,
  ];
  return facts.filter(fact => fact !== null).join(' · ');
}

/** Who has it, or until when nobody has to. */
export function Holder({ incident }: { incident: Incident }): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const ago = useAgo();
  const { state, acknowledgedByName, until, silencedUntil, resolvedAt, resolvedBy } = incident;
  const end = until === null ? '' : moment(until);
  switch (state) {
    case 'acknowledged':
      return say('incidents.row.taken', { who: acknowledgedByName ?? '', until: end });
    case 'snoozed':
      return say('incidents.row.snoozed', { until: end });
    case 'resolved':
      return resolvedBy === null
        ? say('incidents.row.over', { ago: ago(resolvedAt!) })
        : say('incidents.row.overBy', { who: resolvedBy, ago: ago(resolvedAt!) });
    case 'open':
      return silencedUntil === null
        ? say('incidents.row.waits')
        : say('incidents.row.silenced', { until: moment(silencedUntil) });
    default:
      return state satisfies never;
  }
}

function RowDeeds({
  incident,
  deeds,
  snoozing,
  onSnoozing,
}: Pick<Props, 'incident' | 'deeds' | 'snoozing' | 'onSnoozing'>) {
  const say = useSay();
  const may = useMay('support', 'operator', 'manager', 'admin');
  const [pressed, setPressed] = useState(false);
  const { id, state, acknowledgedByYou } = incident;
  const mine = state === 'acknowledged' && acknowledgedByYou;
  // What somebody else has is theirs; taking it over is a word on its own page.
  if (!may || (state === 'acknowledged' && !mine)) return null;
  const busy = pressed && (deeds.act.isPending || deeds.giveBack.isPending);
  return (
    <div className={classes.deeds}>
      {mine || state === 'snoozed' ? (
        <Button
          variant="default"
          loading={busy}
          onClick={() => {
            setPressed(true);
            deeds.giveBack.mutate([id], { onSettled: () => setPressed(false) });
          }}
        >
          {say('incidents.giveBack')}
        </Button>
      ) : (
        <Button
          loading={busy}
          onClick={() => {
            setPressed(true);
            deeds.act.mutate({ ids: [id], action: 'acknowledge' }, { onSettled: () => setPressed(false) });
          }}
        >
          {say('incidents.acknowledge')}
        </Button>
      )}
      <SnoozeMenu
        opened={snoozing}
        onChange={onSnoozing}
        onSnooze={length => deeds.act.mutate({ ids: [id], action: 'snooze', for: length })}
      />
    </div>
  );
}
