import { Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { ReplayResult } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { QUARANTINE } from './queries.ts';

type Props = {
  opened: boolean;
  onClose: () => void;
  selection: { ids: string[] } | { filter: { fingerprint: string } };
  title: string;
};

/** So many at once: a person waits for the answer. */
const LIMIT = 1_000;
const NAMED = 5;

/** Shows what a replay would do, found by doing and undoing it, before it is done. */
export function ReplayDialog({ opened, onClose, selection, title }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const sentences = useSentences();
  const [historic, setHistoric] = useState(false);
  const asked = { ...selection, historic, ...('filter' in selection ? { limit: LIMIT } : {}) };
  const dry = useQuery({
    queryKey: ['quarantine-rehearsal', asked],
    queryFn: ({ signal }) => answered(api.POST('/quarantine/replay', { signal, body: { ...asked, dryRun: true } })),
    enabled: opened,
    gcTime: 0,
    staleTime: 0,
  });
  const replay = useMutation({
    mutationFn: () => answered(api.POST('/quarantine/replay', { body: { ...asked, dryRun: false } })),
    onSuccess: ({ replayed, stillQuarantined }) => {
      onClose();
      told(say('quarantine.replayed', { count: replayed, still: stillQuarantined }));
      return queries.invalidateQueries({ queryKey: QUARANTINE });
    },
  });
  return (
    <Consequences
      opened={opened}
      onClose={onClose}
      title={title}
      consequences={dry.data && !dry.isFetching ? sentences(dry.data) : dry.isError ? [] : null}
      deed={say('quarantine.replay')}
      onDo={() => replay.mutate()}
      doing={replay.isPending}
      disabled={dry.data?.replayed === 0}
      error={replay.error ?? dry.error}
    >
      <Checkbox
        label={say('quarantine.historic')}
        checked={historic}
        onChange={event => setHistoric(event.currentTarget.checked)}
      />
    </Consequences>
  );
}

/** What would become of the messages, the orders and the people, a sentence each. */
function useSentences(): (result: ReplayResult) => string[] {
  const say = useSay();
  const intl = useIntl();
  const list = (names: readonly string[], count: number) =>
    intl.formatList([...names.slice(0, NAMED), ...(count > NAMED ? ['…'] : [])], { type: 'unit' });
  return ({ outcomes, orders, messages, items, limited, replayed, stillQuarantined }) => {
    if (replayed + stillQuarantined === 0) return [say('quarantine.would.nothing')];
    const { would_be_recorded: recorded = 0, duplicate = 0, conflict = 0 } = outcomes;
    const why = items.find(({ outcome }) => outcome === 'still_quarantined')?.reason ?? null;
    const what = (messages?.items ?? []).map(({ orderId, to, notice }) =>
      say(to === 'customer' ? 'quarantine.would.toldCustomer' : 'quarantine.would.toldPartner', {
        order: orderId,
        notice: notice.replaceAll('-', ' '),
      }),
    );
    return [
      recorded > 0 ? say('quarantine.would.recorded', { count: recorded }) : null,
      duplicate > 0 ? say('quarantine.would.duplicate', { count: duplicate }) : null,
      conflict > 0 ? say('quarantine.would.conflict', { count: conflict }) : null,
      stillQuarantined > 0 ? say('quarantine.would.stay', { count: stillQuarantined }) : null,
      stillQuarantined > 0 && why !== null ? say('quarantine.would.why', { reason: why }) : null,
      orders.count > 0
        ? say('quarantine.would.orders', { count: orders.count, names: list(orders.first, orders.count) })
        : null,
      messages && messages.count > 0
        ? say('quarantine.would.told', { count: messages.count, what: list(what, messages.count) })
        : say('quarantine.would.nobody'),
      limited ? say('quarantine.would.limited', { count: LIMIT }) : null,
    ].filter(sentence => sentence !== null);
  };
}
