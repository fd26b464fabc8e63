import { Button, Code, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../kit/copy-button.tsx';
import { useSay } from '../words/say.tsx';
import classes from './shown-once.module.css';

type Props = {
  title: string;
  /** Why, and what to do with it. */
  children: ReactNode;
  /** What is shown now and never again. */
  secret: string;
  onClose: () => void;
};

/** A secret that can be seen this once: so it does not go away by a touch beside it. */
export function ShownOnce({ title, children, secret, onClose }: Props): ReactNode {
  const say = useSay();
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeOnClickOutside={false} withCloseButton={false}>
      <div className={classes.words}>{children}</div>
      <div className={classes.line}>
        <Code className={classes.secret!}>{secret}</Code>
        <CopyButton text={secret} />
      </div>
      <Group justify="flex-end" mt="lg">
        <Button size="sm" onClick={onClose}>
          {say('settings.kept')}
        </Button>
      </Group>
    </Modal>
  );
}
