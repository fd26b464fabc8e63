import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { MessageKey } from '../words/catalogue.ts';

/** One thing that a key does: `j`, `Enter`, `/`, `?`, `mod+k` (⌘ or Ctrl), `g o` (one after the other). */
export type KeyDeed = {
  keys: string;
  /** What it does, for the help; null: not listed. */
  label: MessageKey | null;
  /** Returns false: it was not for us, let the browser do what it does. */
  do: (event: KeyboardEvent) => unknown;
  /** Also while somebody types or a dialog is open. */
  always?: boolean;
};

type Group = { title: 'everywhere' | 'here'; deeds: readonly KeyDeed[] };

/** Two keys of a sequence belong together for so long. */
const SEQUENCE_MS = 1_200;

let groups: readonly Group[] = [];
const listeners = new Set<() => void>();
let first: { key: string; at: number } | null = null;

function change(next: readonly Group[]): void {
  if (groups.length === 0 && next.length > 0) {
    window.addEventListener('keydown', noteDialog, true);
    window.addEventListener('keydown', pressed);
  }
  if (groups.length > 0 && next.length === 0) {
    window.removeEventListener('keydown', noteDialog, true);
    window.removeEventListener('keydown', pressed);
  }
  groups = next;
  for (const listener of listeners) listener();
}

/** The keys hold as long as the component is shown; what was added last comes first. */
export function useKeys(deeds: readonly KeyDeed[], title: Group['title'] = 'here'): void {
  const act = useEffectEvent((keys: string, event: KeyboardEvent) => deeds.find(deed => deed.keys === keys)?.do(event));
  const named = JSON.stringify(deeds.map(({ keys, label, always }) => ({ keys, label, always })));
  useEffect(() => {
    const listed = (JSON.parse(named) as Omit<KeyDeed, 'do'>[]).map(deed => ({
      ...deed,
      do: (event: KeyboardEvent) => act(deed.keys, event),
    }));
    const group: Group = { title, deeds: listed };
    change([group, ...groups]);
    return () => change(groups.filter(other => other !== group));
  }, [named, title]);
}

/** All keys that hold now, for the help. */
export function useKeyGroups(): readonly Group[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}

/** When the key went down. By the time it comes to us the dialog may have closed by it, and it is not for us all the same. */
let inDialog = false;

function noteDialog(): void {
  inDialog = document.querySelector('[role="dialog"]') !== null;
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keyOf(event);
  const before = first !== null && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
  const busy = isTyping(event.target) || inDialog;
  const wanted = [...(before === null ? [] : [`${before} ${key}`]), key];
  for (const keys of wanted) {
    for (const deed of groups.flatMap(({ deeds }) => deeds)) {
      if (deed.keys !== keys || (busy && !deed.always)) continue;
      if (deed.do(event) === false) continue;
      event.preventDefault();
      first = null;
      return;
    }
  }
  first = busy ? null : { key, at: event.timeStamp };
}

/** By the place of the key: on a Russian keyboard `j` is where it is on a Latin one. */
export function keyOf({ code, key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): string {
  const mod = ctrlKey || metaKey ? 'mod+' : altKey ? 'alt+' : '';
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return `${mod}${shiftKey ? 'shift+' : ''}${letter.toLowerCase()}`;
  if (code === 'Slash') return mod + (shiftKey || key === '?' ? '?' : '/');
  return mod + key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
