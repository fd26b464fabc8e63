import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '../kit/copy-button.tsx';
import { useSay } from '../words/say.tsx';
import classes from './rules.module.css';

/** What was written, to be put into the file, which belongs to whoever runs Orderwatch. */
export function TakeAlong({ rule, configuration }: { rule: string; configuration: string | null }): ReactNode {
  const say = useSay();
  const isMasked = configuration?.includes('(not shown)') ?? false;
  return (
    <div className={classes.part}>
      <p>{say('rules.takeAlong')}</p>
      <div className={classes.actions}>
        <span>{say('rules.theRule')}</span>
        <CopyButton text={rule} what={say('rules.theRule')} />
        {configuration === null ? null : (
          <Button variant="default" size="compact-sm" onClick={() => download(configuration)}>
            {say('rules.download')}
          </Button>
        )}
      </div>
      {isMasked ? <p className={classes.quiet}>{say('rules.masked')}</p> : null}
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'orderwatch.yaml';
  link.click();
  URL.revokeObjectURL(url);
}
