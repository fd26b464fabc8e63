import { Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useUser } from '../client/session.ts';
import { useSay } from '../words/say.tsx';
import classes from './search-field.module.css';

/** The one box: it leads to the orders with `?q=`, and shows what they are searched for. */
export function SearchField(): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [parameters] = useSearchParams();
  const orders = useUser().role === 'partner' ? '/portal' : '/';
  const searched = pathname === orders ? (parameters.get('q') ?? '') : '';
  const [text, setText] = useState(searched);
  useEffect(() => setText(searched), [searched]);
  const search = () => {
    // On the orders themselves the other filters stay.
    const next = pathname === orders ? new URLSearchParams(parameters) : new URLSearchParams();
    if (text.trim() === '') next.delete('q');
    else next.set('q', text.trim());
    next.delete('cursor');
    const query = next.toString();
    void navigate(query === '' ? orders : `${orders}?${query}`);
  };
  return (
    <form
      role="search"
      className={classes.form}
      onSubmit={event => {
        event.preventDefault();
        search();
      }}
    >
      <TextInput
        id="search"
        type="search"
        size="xs"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        aria-label={say('shell.searchLabel')}
        placeholder={say('shell.search')}
        leftSection={<IconSearch size={15} />}
        rightSection={
          <Kbd size="xs" className={classes.key!}>
            /
          </Kbd>
        }
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </form>
  );
}
