import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ConfigurationCheck } from '../../client/api.gen.ts';
import { useLifecycleWords } from '../../kit/lifecycle-words.ts';
import { Say, useSay } from '../../words/say.tsx';
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
  return (
    <li className={classes.change}>
      <code className={classes.path}>{path.join('.')}</code>
      <div className={classes.values}>
        <del>{shown(before)}</del> <span aria-hidden="true">→</span> <ins>{shown(after)}</ins>
      </div>
      {effect === null ? null : (
        <p>
          <Effect effect={effect} />
        </p>
      )}
    </li>
  );
}

/** What it does to what is under way, with the way to the orders or the rule. */
function Effect({ effect }: { effect: NonNullable<Change['effect']> }): ReactNode {
  const lifecycle = useLifecycleWords();
  const link = (page: string) => (text: ReactNode[]) => <Link to={page}>{text}</Link>;
  switch (effect.kind) {
    case 'deadlines': {
      const { status, orders } = effect;
      if (status === null)
        return <Say id="configuration.deadlinesOfAll" values={{ lifecycle: effect.lifecycle, orders }} />;
      const page = `/?${new URLSearchParams({ status })}`;
      const values = { status: lifecycle.status(status, effect.lifecycle), orders, link: link(page) };
      return <Say id="configuration.deadlines" values={values} />;
    }
    case 'ruleAdded':
    case 'ruleRemoved':
    case 'ruleChanged': {
      const { kind, rule } = effect;
      const page = `/rules/${encodeURIComponent(rule)}`;
      // What is new has no page before it counts.
      const name = kind === 'ruleAdded' ? rule : <Link to={page}>{rule}</Link>;
      return <Say id={`configuration.${kind}`} values={{ rule: name }} />;
    }
    default:
      return <Say id={`configuration.${effect.kind}`} values={{ source: effect.source }} />;
  }
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
