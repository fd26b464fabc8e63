import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Key } from '../../client/api.gen.ts';
import { answered, api } from '../../client/client.ts';
import { Consequences } from '../../kit/consequences.tsx';
import { useAbsolute } from '../../kit/time.tsx';
import { useSay } from '../../words/say.tsx';
import { KEYS_KEY } from './keys.ts';

/** A key that is revoked stays so. */
export function KeyEnd({ apiKey, onClose }: { apiKey: Key; onClose: () => void }): ReactNode {
  const say = useSay();
  const absolute = useAbsolute();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answered(api.DELETE('/keys/{id}', { params: { path: { id: apiKey.id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: KEYS_KEY });
      onClose();
    },
  });
  return (
    <Consequences
      opened
      grave
      onClose={onClose}
      title={say('settings.keys.revokeTitle', { name: apiKey.name })}
      consequences={[
        say('settings.keys.revokeRefused'),
        apiKey.lastUsedAt === null
          ? say('settings.keys.revokeUnused')
          : say('settings.keys.revokeUsed', { at: absolute(apiKey.lastUsedAt) }),
        say('settings.keys.revokeForGood'),
      ]}
      deed={say('settings.keys.revoke')}
      onDo={() => revoke.mutate()}
      doing={revoke.isPending}
      error={revoke.error}
    />
  );
}
