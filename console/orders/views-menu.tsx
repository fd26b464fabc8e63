import { ActionIcon, Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { SavedView } from '../client/api.gen.ts';
import { answered, api, seen } from '../client/client.ts';
import type { Opened } from '../kit/opened-later.tsx';
import { useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import classes from './orders.module.css';

const VIEWS = ['views'] as const;

type Content = Pick<SavedView, 'name' | 'query' | 'shared'>;

/** Views of one's own and those that others share; the present one can be saved. */
export function ViewsMenu({ button, opened, onChange }: Opened): ReactNode {
  const say = useSay();
  const queries = useQueryClient();
  const done = useUndo();
  const [parameters] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const views = useQuery({ queryKey: VIEWS, queryFn: ({ signal }) => answered(api.GET('/views', { signal })) });
  const changed = () => queries.invalidateQueries({ queryKey: VIEWS });
  const save = useMutation({
    mutationFn: (body: Content) => answered(api.POST('/views', { body })),
    onSuccess: ({ name }) => {
      setSaving(false);
      done(say('orders.views.saved', { name }));
      return changed();
    },
  });
  const remove = useMutation({
    mutationFn: ({ id, version }: SavedView) =>
      answered(api.DELETE('/views/{id}', { params: { path: { id } }, headers: seen(version) })),
    onSuccess: (_gone, { name, query, shared }) => {
      done(say('orders.views.removed', { name }), () => save.mutate({ name, query, shared }));
      return changed();
    },
  });
  const items = views.data?.items ?? [];
  const group = (title: string, listed: readonly SavedView[]) =>
    listed.length === 0 ? null : (
      <>
        <Menu.Label>{title}</Menu.Label>
        {listed.map(view => (
          <div key={view.id} className={classes.view}>
            <Menu.Item component={Link} to={view.query === '' ? '/' : `/?${view.query}`}>
              {view.mine ? view.name : say('orders.views.of', { name: view.name, owner: view.owner })}
            </Menu.Item>
            {view.mine ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={say('orders.views.remove', { name: view.name })}
                onClick={() => remove.mutate(view)}
              >
                <IconTrash size={15} />
              </ActionIcon>
            ) : null}
          </div>
        ))}
      </>
    );
  return (
    <>
      <Menu width={280} position="bottom-end" opened={opened} onChange={onChange}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown>
          {group(
            say('orders.views.mine'),
            items.filter(({ mine }) => mine),
          )}
          {group(
            say('orders.views.shared'),
            items.filter(({ mine }) => !mine),
          )}
          {views.data && items.length === 0 ? <Menu.Label>{say('orders.views.none')}</Menu.Label> : null}
          <Menu.Divider />
          <Menu.Item onClick={() => setSaving(true)}>{say('orders.views.save')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SaveView
        opened={saving}
        onClose={() => setSaving(false)}
        onSave={content => save.mutate({ ...content, query: parameters.toString() })}
        saving={save.isPending}
        error={save.error}
      />
    </>
  );
}

type SaveProps = {
  opened: boolean;
  onClose: () => void;
  onSave: (content: Omit<Content, 'query'>) => void;
  saving: boolean;
  error: unknown;
};

function SaveView({ opened, onClose, onSave, saving, error }: SaveProps): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('orders.views.save')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      <form
        className={classes.fields}
        onSubmit={event => {
          event.preventDefault();
          onSave({ name: name.trim(), shared });
        }}
      >
        <TextInput
          data-autofocus
          required
          maxLength={80}
          label={say('orders.views.name')}
          value={name}
          error={error === null ? null : sentence(error)}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={say('orders.views.share')}
          checked={shared}
          onChange={event => setShared(event.currentTarget.checked)}
        />
        <Button type="submit" loading={saving} disabled={name.trim() === ''}>
          {say('kit.save')}
        </Button>
      </form>
    </Modal>
  );
}
