import type { TrueCause } from './causes.ts';

/** The keys of causes that name what truly is the matter, as somebody would who looks from outside. */
export function names(cause: TrueCause, key: string | null): boolean {
  return (
    key !== null &&
    keysOf(cause).some(accepted => accepted === key || (accepted.endsWith(':') && key.startsWith(accepted)))
  );
}

function keysOf({ kind, system }: TrueCause): string[] {
  switch (kind) {
    case 'stopped-consumer':
      return [`consumers:${system}.inbox`];
    case 'silent-system':
      return [`silence:${system}`];
    case 'flood':
      return ['flood:'];
    case 'clock-skew':
      return [`clock:${system}`];
    case 'nobody-takes':
      return ['flow:jewellery:MANUFACTURING_APPROVED'];
    case 'starvation':
      return ['overtaken:jewellery:MANUFACTURING_APPROVED'];
    // One that stops before it says anything looks like one that never began, or whose result was lost.
    case 'endless-calculation':
      return ['stalled:', 'lost:'];
    case 'lost-publish':
      return ['lost:'];
    case 'malformed':
      return ['quarantine:'];
    default:
      return [];
  }
}
