import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import classes from './consequences.module.css';
import { Loading } from './loading.tsx';
import { Problem } from './problem.tsx';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, each a sentence; null: it is being worked out. */
  consequences: readonly ReactNode[] | null;
  /** Fields: a reason, whom to tell. They are above what will happen, which may depend on them. */
  children?: ReactNode;
  /** What the button says: the deed itself, not OK. */
  deed: string;
  onDo: () => void;
  doing?: boolean;
  /** Not yet: a reason is missing, say. */
  disabled?: boolean;
  /** What cannot be taken back. */
  grave?: boolean;
  /** Why it was not done. */
  error?: unknown;
};

/** The dialog before what can't be undone: it shows the consequences first. What can be undone has no dialog. */
export function Consequences(props: Props): ReactNode {
  const { opened, onClose, title, consequences, children, deed, onDo, doing, disabled, grave, error } = props;
  const say = useSay();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      <form
        className={classes.form}
        onSubmit={event => {
          event.preventDefault();
          onDo();
        }}
      >
        {children}
        <section>
          <h3 className={classes.title}>{say('kit.consequences')}</h3>
          {consequences === null ? (
            <Loading shape="lines" rows={3} />
          ) : (
            <ul className={classes.list}>
              {consequences.map((consequence, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no name, and are replaced all at once.
                <li key={at}>{consequence}</li>
              ))}
            </ul>
          )}
        </section>
        {error ? <Problem error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" size="sm" onClick={onClose}>
            {say('kit.cancel')}
          </Button>
          <Button
            type="submit"
            size="sm"
            {...(grave ? { color: 'red.9' } : {})}
            loading={doing === true}
            disabled={disabled === true || consequences === null}
          >
            {deed}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
