import type { Incident } from '../client/api.gen.ts';
import type { Tone } from '../kit/tone.ts';

/** How an incident stands: what is over is done, whatever it was. */
export function toneOfIncident({ state, severity }: Pick<Incident, 'state' | 'severity'>): Tone {
  if (state === 'resolved') return 'done';
  return toneOfSeverity(severity);
}

export function toneOfSeverity(severity: Incident['severity']): Tone {
  if (severity === 'critical') return 'late';
  return severity === 'warning' ? 'watch' : 'calm';
}
