import { MantineProvider } from '@mantine/core';
import { useNotifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queries } from '../client/queries.ts';
import { useSession } from '../client/session.ts';
import { Reading } from '../words/language.tsx';
import { Failing } from './failing.tsx';
import { nonce } from './nonce.ts';
import { NotReached } from './not-reached.tsx';
import { router } from './router.tsx';
import { readable, theme } from './theme.ts';

const Notices = lazy(() => import('./notices.tsx').then(({ Notices }) => ({ default: Notices })));

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
      <ToldNow />
      <RouterProvider router={router} />
    </Reading>
  );
}

/** What says below the page what was done comes with the first thing to say. */
function ToldNow(): ReactNode {
  const { notifications } = useNotifications();
  const [wanted, setWanted] = useState(false);
  if (notifications.length > 0 && !wanted) setWanted(true);
  return wanted ? (
    <Suspense fallback={null}>
      <Notices />
    </Suspense>
  ) : null;
}
