import type { ReactNode } from 'react';
import type { ConfigurationCheck } from '../../client/api.gen.ts';
import { useSay } from '../../words/say.tsx';
import classes from './configuration-tab.module.css';

type Change = ConfigurationCheck['changes'][number];

/** What would be different, and what that does to what is under way. */
export function Changes({ changes }: { changes: readonly Change[] }): ReactNode {
  const say = useSay();
  return (
    <>
      <p>{say('configuration.changes', { count: changes.length })}</p>
      <ul className={classes.changes}>
        {changes.map(change => (
          <Line key={change.path.join('.')} change={change} />
        ))}
      </ul>
    </>
  );
}

function Line({ change: { path, before, after, effect } }: { change: Change }): ReactNode {
  const words = useEffectWords();
  return (
    <li className={classes.change}>
      <code className={classes.path}>{path.join('.')}</code>
      <div className={classes.values}>
        <del>{shown(before)}</del> <span aria-hidden="true">→</span> <ins>{shown(after)}</ins>
      </div>
      {effect === null ? null : <p>{words(effect)}</p>}
    </li>
  );
}

function useEffectWords(): (effect: NonNullable<Change['effect']>) => string {
  const say = useSay();
  return effect => {
    switch (effect.kind) {
      case 'deadlines':
        return effect.status === null
          ? say('configuration.deadlinesOfAll', { lifecycle: effect.lifecycle, orders: effect.orders })
          : say('configuration.deadlines', { status: effect.status, orders: effect.orders });
      case 'ruleAdded':
      case 'ruleRemoved':
      case 'ruleChanged':
        return say(`configuration.${effect.kind}`, { rule: effect.rule });
      default:
        return say(`configuration.${effect.kind}`, { source: effect.source });
    }
  };
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
