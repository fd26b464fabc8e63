import { Kbd, Modal } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { useKeyGroups } from '../kit/keys.ts';
import { useSay } from '../words/say.tsx';
import classes from './key-help.module.css';

/** Which keys do what, here and now. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const say = useSay();
  const groups = useKeyGroups();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('shell.keys')}
      size="lg"
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      <div className={classes.groups}>
        {(['here', 'everywhere'] as const).map(title => {
          const deeds = groups.filter(group => group.title === title).flatMap(group => group.deeds);
          const listed = deeds.filter(({ label }) => label !== null);
          return listed.length === 0 ? null : (
            <section key={title}>
              <h3>{say(title === 'here' ? 'shell.keysHere' : 'shell.keysEverywhere')}</h3>
              <dl className={classes.keys}>
                {listed.map(({ keys, label }) => (
                  <Fragment key={keys}>
                    <dt>
                      <Keys keys={keys} />
                    </dt>
                    <dd>{say(label!)}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}

function Keys({ keys }: { keys: string }): ReactNode {
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);
  return keys.split(' ').map((key, at) => (
    <Fragment key={key}>
      {at === 0 ? null : ' '}
      <Kbd>{NAMES[key] ?? key.replace('mod+', apple ? '⌘ ' : 'Ctrl ')}</Kbd>
    </Fragment>
  ));
}

const NAMES: Record<string, string> = { Escape: 'Esc', Enter: '↵' };
