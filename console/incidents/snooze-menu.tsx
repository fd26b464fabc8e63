import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import { SNOOZES } from './incident-deeds.ts';

type Props = {
  onSnooze: (length: string) => void;
  opened: boolean;
  onChange: (opened: boolean) => void;
  size?: string;
  disabled?: boolean;
};

export function SnoozeMenu({ onSnooze, opened, onChange, size = 'xs', disabled = false }: Props): ReactNode {
  const say = useSay();
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" size={size} disabled={disabled} rightSection={<IconChevronDown size={13} />}>
          {say('incidents.snooze')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('incidents.snoozeFor')}</Menu.Label>
        {SNOOZES.map(length => (
          <Menu.Item key={length} onClick={() => onSnooze(length)}>
            {say(`incidents.for.${length}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
