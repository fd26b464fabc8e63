import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useUser } from '../client/session.ts';
import { useSay } from '../words/say.tsx';
import { pagesOf, wayTo } from './pages.tsx';

const [commands, palette] = createSpotlight();

/** The command palette: pages by name, and whatever else is typed is searched among the orders. */
export function Commands({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const { role } = useUser();
  const [text, setText] = useState('');
  useEffect(() => (opened ? palette.open() : palette.close()), [opened]);
  const wanted = text.trim().toLowerCase();
  const ways = pagesOf(role)
    .map(page => ({ way: wayTo(page), icon: page.nav?.icon, key: page.nav?.key, title: say(page.title) }))
    .filter(({ way }) => way !== null)
    .filter(({ title }) => title.toLowerCase().includes(wanted));
  return (
    <Spotlight.Root
      store={commands}
      onSpotlightClose={onClose}
      shortcut={null}
      query={text}
      onQueryChange={setText}
      closeOnActionTrigger
    >
      <Spotlight.Search
        placeholder={say('shell.commandsPrompt')}
        aria-label={say('shell.commandsPrompt')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {ways.map(({ way, icon: Icon, key, title }) => (
          <Spotlight.Action
            key={way}
            label={say('shell.go', { page: title })}
            leftSection={Icon ? <Icon size={18} stroke={1.6} /> : null}
            rightSection={key === undefined ? null : <kbd>{`g ${key}`}</kbd>}
            onClick={() => void navigate(way!)}
          />
        ))}
        {wanted === '' ? null : (
          <Spotlight.Action
            label={say('shell.searchFor', { text: text.trim() })}
            leftSection={<IconSearch size={18} stroke={1.6} />}
            onClick={() => void navigate(`/?q=${encodeURIComponent(text.trim())}`)}
          />
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
