import { IconChevronDown } from '@tabler/icons-react';
import { Fragment, type ReactNode, useId } from 'react';
import { useSay } from '../words/say.tsx';
import { type ApiDocument, isStream, type Operation } from './operations.ts';
import classes from './reference.module.css';
import { shapeOf } from './schema-text.ts';
import { TryOperation } from './try-operation.tsx';

type Props = { operation: Operation; document: ApiDocument; opened: boolean; onToggle: () => void };

/** One operation: a line, which opens into what it takes and answers. */
export function OperationView({ operation, document, opened, onToggle }: Props): ReactNode {
  const details = useId();
  return (
    <li className={classes.operation}>
      <button type="button" className={classes.line} aria-expanded={opened} aria-controls={details} onClick={onToggle}>
        <span className={classes.method} data-changes={operation.method !== 'GET'}>
          {operation.method}
        </span>
        <span className={classes.path}>{operation.path}</span>
        <span className={classes.summary}>{operation.summary}</span>
        <IconChevronDown size={16} className={classes.chevron!} data-opened={opened} aria-hidden />
      </button>
      <div id={details}>{opened ? <Details operation={operation} document={document} /> : null}</div>
    </li>
  );
}

function Details({ operation, document }: Pick<Props, 'operation' | 'document'>): ReactNode {
  const say = useSay();
  const { schemas } = document.components;
  const { description, body, answers } = operation;
  const good = answers.find(({ schema }) => schema !== null);
  return (
    <div className={classes.details}>
      {description === null ? null : <p className={classes.about}>{description}</p>}
      {isStream(operation) ? (
        <p className={classes.about}>{say('reference.stream')}</p>
      ) : (
        <TryOperation operation={operation} document={document} />
      )}
      {body === null ? null : <Shape title={say('reference.body')} text={shapeOf(body, schemas)} />}
      {good?.schema ? (
        <Shape title={say('reference.answered', { status: good.status })} text={shapeOf(good.schema, schemas)} />
      ) : null}
      <h3>{say('reference.answers')}</h3>
      <dl className={classes.answers}>
        {answers.map(({ status, description: about }) => (
          <Fragment key={status}>
            <dt>{status}</dt>
            <dd>{about}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

function Shape({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard, too. */}
      <pre className={classes.text} tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </>
  );
}
