import type { Actor } from '../../tracker/audit/entry.ts';
import { atATerminal } from './with-alerts.ts';

/** Who works at this terminal, as the audit log has it: whoever may run commands here has no role to be checked. */
export function actorAtTerminal(): Actor {
  return { who: atATerminal(), role: null, from: null };
}
