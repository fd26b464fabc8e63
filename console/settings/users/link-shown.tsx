import type { ReactNode } from 'react';
import type { PasswordLink } from '../../client/api.gen.ts';
import { useAbsolute } from '../../kit/time.tsx';
import { useSay } from '../../words/say.tsx';
import { ShownOnce } from '../shown-once.tsx';

export function LinkShown(props: { name: string; link: PasswordLink; onClose: () => void }): ReactNode {
  const { name, link, onClose } = props;
  const say = useSay();
  const absolute = useAbsolute();
  return (
    <ShownOnce title={say('settings.users.link')} secret={link.url} onClose={onClose}>
      {say('settings.users.linkWhy', { name, until: absolute(link.expiresAt) })}
    </ShownOnce>
  );
}
