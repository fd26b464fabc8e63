import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { Problem } from '../kit/problem.tsx';
import { useNow } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import classes from './customer-card.module.css';
import { Section } from './section.tsx';

type Customer = NonNullable<Order['customer']>;

/** Whose order it is: masked until somebody asks, who is then written down. */
export function CustomerCard({ order, staff }: { order: Order; staff: boolean }): ReactNode {
  const say = useSay();
  const { orderId, customer, customerMasked } = order;
  const mayReveal = useMay('support', 'manager', 'admin');
  const [hidden, setHidden] = useState(true);
  const asked = useMutation({
    gcTime: 0,
    mutationFn: () =>
      answered(api.POST('/orders/{id}/reveal', { params: { path: { id: orderId } }, body: { what: 'customer' } })),
    onSuccess: () => setHidden(false),
  });
  if (customer === null) {
    return (
      <Section title={say('order.customer')}>
        <p className={classes.none}>{say('order.customer.none')}</p>
      </Section>
    );
  }
  const whole = hidden ? null : (asked.data?.customer ?? null);
  const button =
    !customerMasked || !mayReveal ? null : whole === null ? (
      <Button variant="subtle" size="compact-xs" loading={asked.isPending} onClick={() => asked.mutate()}>
        {say('order.customer.reveal')}
      </Button>
    ) : (
      <Button variant="subtle" size="compact-xs" onClick={() => setHidden(true)}>
        {say('kit.hide')}
      </Button>
    );
  return (
    <Section title={say('order.customer')} beside={button}>
      <Contacts customer={whole ?? customer} copies={whole !== null || !customerMasked} staff={staff} />
      {asked.isError ? <Problem error={asked.error} /> : null}
    </Section>
  );
}

/** `copies`: what is masked is nothing to copy. */
function Contacts({ customer, copies, staff }: { customer: Customer; copies: boolean; staff: boolean }): ReactNode {
  const say = useSay();
  const { id, name, email, phone, locale, timezone } = customer;
  const contacts: [string, string | undefined][] = [
    [say('order.customer.name'), name],
    [say('order.customer.email'), email],
    [say('order.customer.phone'), phone],
  ];
  return (
    <dl className={classes.card}>
      {contacts.map(([what, value]) =>
        value === undefined ? null : (
          <Line key={what} what={what}>
            {value} {copies ? <CopyButton text={value} what={what} /> : null}
          </Line>
        ),
      )}
      {id === undefined ? null : (
        <Line what={say('order.customer.id')}>
          {staff ? <Link to={`/?customer=${encodeURIComponent(id)}`}>{id}</Link> : id}
        </Line>
      )}
      {locale === undefined ? null : <Line what={say('order.customer.locale')}>{locale}</Line>}
      {timezone === undefined ? null : (
        <Line what={say('order.customer.zone')}>
          <TheirTime zone={timezone} />
        </Line>
      )}
    </dl>
  );
}

function Line({ what, children }: { what: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{what}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Whoever is about to call wants to know whether it is night there. */
function TheirTime({ zone }: { zone: string }): ReactNode {
  const intl = useIntl();
  const say = useSay();
  const now = useNow();
  try {
    const time = intl.formatTime(now, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    return say('order.customer.time', { time, zone });
  } catch {
    // Anybody may have written the zone.
    return zone;
  }
}
