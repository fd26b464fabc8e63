import { closeSync, openSync } from 'node:fs';

/**
 * SIGHUP says two things: an operator wants settings read again, or the terminal that this process was started from is
 * gone, and with it the person who could stop it. In the second case there is no terminal any more where there was one.
 */
export function onHangUp({ reload, end }: { reload: () => void; end: () => void }): { forget(): void } {
  const hadTerminal = hasTerminal();
  const listener = () => (process.platform === 'win32' || (hadTerminal && !hasTerminal()) ? end() : reload());
  process.on('SIGHUP', listener);
  return { forget: () => void process.off('SIGHUP', listener) };
}

/** The kernel takes it away from all its processes before it sends them the signal. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
