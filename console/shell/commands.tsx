import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useUser } from '../client/session.ts';
import { useSay } from '../words/say.tsx';
import { pagesOf } from './pages.tsx';

const [commands, palette] = createSpotlight();

export function openCommands(): void {
  palette.open();
}

/** The command palette: pages by name, and whatever else is typed is searched among the orders. */
export function Commands(): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const { role } = useUser();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const ways = pagesOf(role)
    .filter(({ path }) => !path.includes(':'))
    .map(({ path, title, nav }) => ({ path, icon: nav?.icon, key: nav?.key, title: say(title) }))
    .filter(({ title }) => title.toLowerCase().includes(wanted));
  return (
    <Spotlight.Root store={commands} shortcut={null} query={text} onQueryChange={setText} closeOnActionTrigger>
      <Spotlight.Search
        placeholder={say('shell.commandsPrompt')}
        aria-label={say('shell.commandsPrompt')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {ways.map(({ path, icon: Icon, key, title }) => (
          <Spotlight.Action
            key={path}
            label={say('shell.go', { page: title })}
            leftSection={Icon ? <Icon size={18} stroke={1.6} /> : null}
            rightSection={key === undefined ? null : <kbd>{`g ${key}`}</kbd>}
            onClick={() => void navigate(path)}
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
