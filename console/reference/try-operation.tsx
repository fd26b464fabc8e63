import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { headersOfChange } from '../client/client.ts';
import { unreachable } from '../client/problem.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { Problem } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import type { ApiDocument, Operation, Parameter } from './operations.ts';
import classes from './reference.module.css';
import { type Asked, addressOf, curlOf } from './request.ts';
import { exampleOf, shapeOf } from './schema-text.ts';

/** More of an answer is told in a page, not shown. */
const SHOWN_SIGNS = 200_000;

type Props = { operation: Operation; document: ApiDocument };

/** A form of what the operation takes, which is sent as who reads; and what was answered. */
export function TryOperation({ operation, document }: Props): ReactNode {
  const say = useSay();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(() =>
    operation.body === null ? null : JSON.stringify(exampleOf(operation.body, document.components.schemas), null, 2),
  );
  const asked: Asked = { operation, typed, body };
  const root = document.servers[0]!.url;
  const send = useMutation({ mutationFn: () => answerTo(asked, root) });
  return (
    <form
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        send.mutate();
      }}
    >
      {operation.parameters.map(parameter => (
        <Field
          key={parameter.name}
          of={parameter}
          document={document}
          value={typed[parameter.name] ?? ''}
          onChange={value => setTyped({ ...typed, [parameter.name]: value })}
        />
      ))}
      {body === null ? null : (
        <Textarea
          label={say('reference.body')}
          classNames={{ input: classes.code! }}
          autosize
          minRows={2}
          maxRows={20}
          spellCheck={false}
          value={body}
          onChange={event => setBody(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={send.isPending} variant={operation.method === 'GET' ? 'default' : 'filled'}>
          {say('reference.send', { method: operation.method })}
        </Button>
        <CopyButton text={curlOf(asked, window.location.origin + root)} what="curl" />
      </div>
      <div role="status">
        {send.isError ? <Problem error={send.error} /> : null}
        {send.data ? (
          <>
            <p className={classes.told}>
              <strong>{send.data.status}</strong> {say('reference.took', { ms: send.data.ms })}
            </p>
            {send.data.text === '' ? null : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard, too.
              <pre className={classes.text} tabIndex={0} role="region" aria-label={say('reference.answer.text')}>
                {send.data.text}
              </pre>
            )}
          </>
        ) : null}
      </div>
    </form>
  );
}

type FieldProps = { of: Parameter; document: ApiDocument; value: string; onChange: (value: string) => void };

function Field({ of, document, value, onChange }: FieldProps): ReactNode {
  const { name, required = false, description, schema = {} } = of;
  const common = { label: name, required, description: description ?? null, value };
  if (schema.enum) {
    return (
      <NativeSelect
        {...common}
        data={['', ...schema.enum.map(String)]}
        onChange={event => onChange(event.currentTarget.value)}
      />
    );
  }
  const kind = shapeOf(schema, document.components.schemas);
  const placeholder = schema.default === undefined ? kind : `${kind} = ${String(schema.default)}`;
  return <TextInput {...common} placeholder={placeholder} onChange={event => onChange(event.currentTarget.value)} />;
}

/** What the API says to it, whether it is done or refused: both are answers. */
async function answerTo(asked: Asked, root: string): Promise<{ status: string; ms: number; text: string }> {
  const { method } = asked.operation;
  const begun = performance.now();
  const response = await fetch(root + addressOf(asked), {
    method,
    headers: { ...headersOfChange(method), ...(asked.body === null ? {} : { 'Content-Type': 'application/json' }) },
    body: asked.body,
  }).catch(error => {
    throw unreachable(error);
  });
  const text = await response.text();
  const ms = Math.round(performance.now() - begun);
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const shown = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return { status: `${response.status} ${response.statusText}`, ms, text: shown.slice(0, SHOWN_SIGNS) };
}
