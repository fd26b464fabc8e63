import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Handover } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { serverNow } from '../client/freshness.ts';
import { FilterBar, FilterSelect } from '../kit/filter-bar.tsx';
import { Loading } from '../kit/loading.tsx';
import { useMoment } from '../kit/moment.ts';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { calendarQuery } from '../on-call/on-call-queries.ts';
import { Say, useSay } from '../words/say.tsx';
import classes from './handover-page.module.css';
import { asText, type HandoverSection, useHandoverSections } from './handover-text.ts';

const HOURS = ['8', '12', '24'] as const;
const HOUR_MS = 3_600_000;

/** What whoever goes tells whoever comes; to be read together, printed, or copied into a chat. */
export function HandoverPage(): ReactNode {
  const say = useSay();
  const moment = useMoment();
  const told = useUndo();
  const intl = useIntl();
  const clipboard = useClipboard();
  const sections = useHandoverSections();
  const [{ shift }, setView] = useUrlState({ shift: '12' });
  const calendar = useQuery(calendarQuery);
  const handover = useQuery({
    queryKey: ['handover', shift],
    queryFn: ({ signal }) => answered(api.GET('/handover', { signal, params: { query: queryOf(shift) } })),
    staleTime: 0,
  });
  const { data } = handover;
  const shown = data ? sections(data) : [];
  const period = data
    ? say('handover.period', { from: moment(data.from), to: moment(data.to), at: moment(data.at) })
    : '';
  const copy = () => {
    if (!data) return;
    const answer = intl.formatMessage({ id: 'handover.answer' }, { ...countsOf(data), ...NO_LINKS });
    clipboard.copy(asText([say('shell.page.handover'), period, String(answer)], shown, window.location.origin));
    told(say('handover.copied'));
  };
  return (
    <>
      <PageHead
        title={say('shell.page.handover')}
        answer={data && <Say id="handover.answer" values={{ ...countsOf(data), ...LINKS }} />}
        actions={
          <div className={classes.deeds}>
            <Button variant="default" disabled={!data} onClick={() => window.print()}>
              {say('handover.print')}
            </Button>
            <Button disabled={!data} onClick={copy}>
              {say('handover.copy')}
            </Button>
          </div>
        }
      />
      <div className={classes.filters}>
        <FilterBar>
          <FilterSelect
            label={say('handover.shift')}
            any={say('handover.shift.hours', { hours: 12 })}
            value={shift === '12' ? '' : shift}
            onChange={value => setView({ shift: value || '12' })}
            options={[
              ...HOURS.filter(hours => hours !== '12').map(value => ({
                value,
                label: say('handover.shift.hours', { hours: Number(value) }),
              })),
              ...(calendar.data?.rotations ?? []).map(({ rotation }) => ({
                value: `rotation:${rotation}`,
                label: say('handover.shift.rotation', { rotation }),
              })),
            ]}
          />
        </FilterBar>
      </div>
      {handover.isPending ? <Loading shape="page" /> : null}
      {handover.isError ? (
        <Problem
          error={handover.error}
          what={say('handover.failed')}
          onRetry={() => {
            void handover.refetch();
          }}
        />
      ) : null}
      {data ? (
        <div className={classes.page}>
          <p className={classes.period}>{period}</p>
          {shown.map(section => (
            <Section key={section.id} section={section} />
          ))}
        </div>
      ) : null}
    </>
  );
}

function countsOf({ opened, closed, oldestOpen, notes, orderNotes }: Handover) {
  const promises = [...notes, ...orderNotes].filter(({ promise }) => promise).length;
  return { opened: opened.count, closed: closed.count, left: oldestOpen.count, promises };
}

/** The numbers of the answer lead to where they are told. */
const to = (id: string) => (text: ReactNode[]) => <a href={`#${id}`}>{text}</a>;
const LINKS = { toOpened: to('opened'), toClosed: to('closed'), toLeft: to('left'), toPromises: to('promises') };
const plainly = (text: ReactNode[]) => text.join('');
const NO_LINKS = { toOpened: plainly, toClosed: plainly, toLeft: plainly, toPromises: plainly };

function Section({ section: { id, title, none, lines } }: { section: HandoverSection }): ReactNode {
  return (
    <section id={id} className={classes.section} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {lines.length === 0 ? <p className={classes.beneath}>{none}</p> : null}
      <ul className={classes.lines}>
        {lines.map(({ text, href, beneath, orders }) => (
          <li key={`${text} ${beneath}`} className={classes.line}>
            {href === null ? text : <Link to={href}>{text}</Link>}
            {beneath === null ? null : (
              <div className={classes.beneath}>
                {beneath}
                {orders ? (
                  <>
                    {' · '}
                    <Link to={orders.href}>{orders.text}</Link>
                  </>
                ) : null}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function queryOf(shift: string) {
  if (shift.startsWith('rotation:')) return { rotation: shift.slice('rotation:'.length) };
  const hours = HOURS.find(each => each === shift) ?? '12';
  return { from: new Date(serverNow() - Number(hours) * HOUR_MS).toISOString() };
}
