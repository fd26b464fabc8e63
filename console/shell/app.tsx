import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queries } from '../client/queries.ts';
import { useSession } from '../client/session.ts';
import { Reading } from '../words/language.tsx';
import { Failing } from './failing.tsx';
import { nonce } from './nonce.ts';
import { NotReached } from './not-reached.tsx';
import { router } from './router.tsx';
import { readable, theme } from './theme.ts';

export function App(): ReactNode {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readable} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queries}>
        <Suspense fallback={null}>
          <Failing fallback={retry => <NotReached retry={retry} />}>
            <ForReader />
          </Failing>
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function ForReader(): ReactNode {
  const { user } = useSession();
  return (
    <Reading userLocale={user?.locale ?? null}>
      <Notifications position="bottom-center" limit={3} />
      <RouterProvider router={router} />
    </Reading>
  );
}
