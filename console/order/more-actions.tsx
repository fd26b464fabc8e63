import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { RevokeLinksDialog } from './revoke-links-dialog.tsx';
import { useOrderDeed } from './use-order-deed.ts';

/** What is done seldom. */
export function MoreActions({ order: { orderId: id } }: { order: Order }): ReactNode {
  const say = useSay();
  const mayLink = useMay('support', 'operator', 'manager', 'admin');
  const [revoking, setRevoking] = useState(false);
  const copy = useCopy();
  const link = useTrackingLink(id);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={say('order.more')} loading={link.isPending}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayLink ? (
            <>
              <Menu.Item onClick={() => link.mutate(undefined)}>{say('order.track.copy')}</Menu.Item>
              <Menu.Item onClick={() => setRevoking(true)}>{say('order.track.revoke')}</Menu.Item>
              <Menu.Divider />
            </>
          ) : null}
          <Menu.Item onClick={() => void copy(id, say('order.copied'))}>{say('order.copyId')}</Menu.Item>
          <Menu.Item onClick={() => void copy(window.location.href, say('order.copied'))}>
            {say('order.copyLink')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RevokeLinksDialog id={id} opened={revoking} onClose={() => setRevoking(false)} />
    </>
  );
}

function useTrackingLink(id: string) {
  const say = useSay();
  const intl = useIntl();
  const told = useUndo();
  const sentence = useProblemSentence();
  const copy = useCopy();
  const deed = useOrderDeed(id, {
    does: () => answered(api.POST('/orders/{id}/tracking-link', { params: { path: { id } }, body: {} })),
    done: ({ url, expiresAt }) =>
      void copy(url, say('order.track.copied', { until: intl.formatDate(expiresAt, { dateStyle: 'long' }) })),
  });
  const failed = (error: Error) => told(say('order.notDone', { why: sentence(error) }));
  return { isPending: deed.isPending, mutate: (asked: undefined) => deed.mutate(asked, { onError: failed }) };
}

/** Browsers let pages copy over TLS only; where they don't, the text is shown. */
function useCopy(): (text: string, done: string) => Promise<void> {
  const say = useSay();
  const told = useUndo();
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      told(done);
    } catch {
      told(say('order.copyByHand', { text }));
    }
  };
}
