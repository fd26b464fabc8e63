import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { TemplatePreview } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { Empty } from '../../kit/empty.tsx';
import { Loading } from '../../kit/loading.tsx';
import { Problem } from '../../kit/problem.tsx';
import { useUrlState } from '../../kit/url-state.ts';
import { useMessageWords } from '../../notifications/message-words.ts';
import { useReader } from '../../words/language.tsx';
import { useSay } from '../../words/say.tsx';
import { TabHead } from '../tab-head.tsx';
import { smsSize } from './sms-size.ts';
import classes from './templates-tab.module.css';

/** Messages as they would look, of each template, in each language, on each channel. */
export function TemplatesTab(): ReactNode {
  const say = useSay();
  const [view, setView] = useUrlState({ template: '', language: '', order: '' });
  const intl = useIntl();
  const words = useMessageWords();
  const { language } = useReader();
  const [order, setOrder] = useState(view.order);
  const list = useQuery({
    queryKey: ['templates'],
    queryFn: async ({ signal }) => (await answered(api.GET('/templates', { signal }))).items,
  });
  const chosen = list.data?.find(({ name }) => name === view.template) ?? list.data?.[0];
  const isFilledByOrders = chosen?.about === 'order';
  const wanted = view.language || chosen?.locales.find(locale => locale === language);
  const body = {
    template: chosen?.name ?? '',
    ...(wanted === undefined ? {} : { language: wanted }),
    ...(view.order === '' || !isFilledByOrders ? {} : { orderId: view.order }),
  };
  const preview = useQuery({
    queryKey: ['templates', body],
    queryFn: ({ signal }) => answered(api.POST('/templates/preview', { signal, body })),
    enabled: chosen !== undefined,
  });
  if (list.isPending) return <Loading shape="rows" />;
  if (list.isError) {
    return <Problem error={list.error} what={say('templates.unknown')} onRetry={() => void list.refetch()} />;
  }
  if (!chosen) return <Empty>{say('templates.none')}</Empty>;
  const own = list.data.filter(one => one.own).length;
  return (
    <>
      <TabHead answer={say('templates.answer', { count: list.data.length, own })} />
      <form
        className={classes.choice}
        onSubmit={event => {
          event.preventDefault();
          setView({ order: order.trim() });
        }}
      >
        <NativeSelect
          label={say('templates.template')}
          value={chosen.name}
          onChange={event => setView({ template: event.currentTarget.value, language: '' })}
          data={list.data.map(({ name }) => ({ value: name, label: words.template(name) }))}
        />
        <NativeSelect
          label={say('templates.language')}
          value={wanted ?? preview.data?.language ?? ''}
          onChange={event => setView({ language: event.currentTarget.value })}
          data={[...new Set([...chosen.locales, ...(preview.data ? [preview.data.language] : [])])].map(value => ({
            value,
            label: intl.formatDisplayName(value, { type: 'language' }) ?? value,
          }))}
        />
        {isFilledByOrders ? (
          <>
            <TextInput
              label={say('templates.order')}
              placeholder={say('templates.orderHint')}
              value={order}
              onChange={event => setOrder(event.currentTarget.value)}
            />
            <Button type="submit" variant="default">
              {say('templates.show')}
            </Button>
          </>
        ) : null}
      </form>
      {preview.isPending ? <Loading shape="lines" /> : null}
      {preview.isError ? <Problem error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data?.channels.map(made => (
        <Made key={made.channel} made={made} />
      ))}
    </>
  );
}

function Made({ made }: { made: TemplatePreview['channels'][number] }): ReactNode {
  const say = useSay();
  const { channel, subject, text, frameUrl, problem } = made;
  return (
    <section className={classes.made} aria-label={say(`templates.channel.${channel}`)}>
      <h2>{say(`templates.channel.${channel}`)}</h2>
      {problem === null ? null : <p>{say('templates.wrong', { why: problem })}</p>}
      {subject === null ? null : <p>{say('templates.subject', { subject })}</p>}
      {channel === 'sms' && text !== null ? (
        <p className={classes.quiet}>{say('templates.sms', { ...smsSize(text) })}</p>
      ) : null}
      {frameUrl === null ? null : (
        <iframe className={classes.frame} title={say('templates.html')} src={frameUrl} sandbox="" />
      )}
      {text === null ? null : (
        <details open={frameUrl === null}>
          <summary>{say('templates.plain')}</summary>
          <pre className={classes.text}>{text}</pre>
        </details>
      )}
    </section>
  );
}
