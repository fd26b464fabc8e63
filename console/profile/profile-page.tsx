import type { ReactNode } from 'react';
import { useUser } from '../client/session.ts';
import { PageHead } from '../kit/page-head.tsx';
import { useSay } from '../words/say.tsx';

export function ProfilePage(): ReactNode {
  const say = useSay();
  const { displayName, role } = useUser();
  return <PageHead title={displayName} answer={say(`shell.role.${role}`)} />;
}
