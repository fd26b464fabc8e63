import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { RawEvent } from '../client/api.gen.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { FilterChip } from '../kit/filter-bar.tsx';
import { useAbsolute } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { hexOf, textOf } from './raw-bytes.ts';
import classes from './raw-message.module.css';

type Message = RawEvent['messages'][number];

/** Where it came from, what stood beside it, and its bytes as text or in hexadecimal. */
export function RawMessage({ message }: { message: Message }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const absolute = useAbsolute();
  const { origin, exchange, routingKey, receivedAt, properties, headers, bytes } = message;
  const { timestamp, ...said } = properties;
  const facts: [string, string | null][] = [
    [say('order.raw.received'), absolute(receivedAt)],
    [say('order.raw.way'), origin === 'http' ? 'HTTP' : 'RabbitMQ'],
    [say('order.raw.exchange'), exchange],
    [say('order.raw.routingKey'), routingKey],
    ...Object.entries(said),
    ['timestamp', timestamp === null ? null : absolute(timestamp)],
    [say('order.raw.length'), say('order.raw.bytes', { bytes: intl.formatNumber(bytes) })],
  ];
  return (
    <div>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (value === null ? null : <Fact key={name} name={name} value={value} />))}
      </dl>
      {headers === null || Object.keys(headers).length === 0 ? null : (
        <>
          <h3 className={classes.title}>{say('order.raw.headers')}</h3>
          <dl className={classes.facts}>
            {Object.entries(headers).map(([name, value]) => (
              <Fact key={name} name={name} value={typeof value === 'string' ? value : JSON.stringify(value)} />
            ))}
          </dl>
        </>
      )}
      <Body message={message} />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Body({ message: { body, bodyEncoding } }: { message: Message }): ReactNode {
  const say = useSay();
  const [form, setForm] = useState(bodyEncoding === 'base64' ? 'hex' : 'text');
  if (body === null || bodyEncoding === null) return null;
  const shown = form === 'hex' ? hexOf(body, bodyEncoding) : textOf(body, bodyEncoding);
  return (
    <>
      <div className={classes.bodyHead}>
        <h3 className={classes.title}>{say('order.raw.body')}</h3>
        <FilterChip on={form === 'text'} onChange={() => setForm('text')}>
          {say('order.raw.text')}
        </FilterChip>
        <FilterChip on={form === 'hex'} onChange={() => setForm('hex')}>
          {say('order.raw.hex')}
        </FilterChip>
        <CopyButton text={shown} what={say('order.raw.body')} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre className={classes.body} tabIndex={0}>
        {shown}
      </pre>
    </>
  );
}
