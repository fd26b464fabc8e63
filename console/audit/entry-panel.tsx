import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntry } from '../client/api.gen.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { useAbsolute } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import classes from './audit.module.css';
import { useAuditWords } from './audit-words.tsx';

/** One entry with all that is in it; undefined: none is open. */
export function EntryPanel({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }): ReactNode {
  const say = useSay();
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={say('audit.entry')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      {entry ? <Whole entry={entry} /> : null}
    </Drawer>
  );
}

function Whole({ entry }: { entry: AuditEntry }): ReactNode {
  const say = useSay();
  const words = useAuditWords();
  const absolute = useAbsolute();
  const { at, who, role, from, reason, sequence, hash } = entry;
  const changes = words.changes(entry);
  return (
    <div className={classes.panel}>
      <p className={classes.did}>{words.did(entry)}</p>
      <dl className={classes.facts}>
        <dt>{say('audit.when')}</dt>
        <dd>{absolute(at)}</dd>
        <dt>{say('audit.who')}</dt>
        <dd>{role === null ? who : say('audit.whoAs', { who, role: words.role(role) })}</dd>
        <dt>{say('audit.from')}</dt>
        <dd>{from ?? say('audit.fromNowhere')}</dd>
        <dt>{say('audit.why')}</dt>
        <dd>{reason ?? say('audit.noReason')}</dd>
      </dl>
      {changes.length === 0 ? null : (
        <table className={classes.changes}>
          <thead>
            <tr>
              <th scope="col">{say('audit.fieldHead')}</th>
              <th scope="col">{say('audit.before')}</th>
              <th scope="col">{say('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{before ?? '—'}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.quiet}>
        {say('audit.link', { sequence })} <code className={classes.hash}>{hash}</code> <CopyButton text={hash} />
      </p>
    </div>
  );
}
