import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';

/** Puts `text` into the clipboard; `what` says of what, for those who don't see where the button stands. */
export function CopyButton({ text, what }: { text: string; what?: string }): ReactNode {
  const say = useSay();
  const { copy, copied } = useClipboard({ timeout: 1_500 });
  const label = copied ? say('kit.copied') : what === undefined ? say('kit.copy') : `${say('kit.copy')}: ${what}`;
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" title={label} aria-label={label} onClick={() => copy(text)}>
      {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
    </ActionIcon>
  );
}
