import {
  type ButtonHTMLAttributes,
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';

/** What a menu that comes later is given: its button, and whether it is open. */
export type Opened = {
  button: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  opened: boolean;
  onChange: (opened: boolean) => void;
};

type Props<View> = {
  button: Opened['button'];
  popup: 'menu' | 'dialog';
  load: () => Promise<View>;
  children: (View: View, opened: Opened) => ReactNode;
};

/**
 * A button whose menu comes when it is pressed first, so that a page is there without what places, traps and locks.
 * If it does not come, because the server is not reached, the next press asks again.
 */
export function OpenedLater<View>({ button, popup, load, children }: Props<View>): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const [come, setCome] = useState<{ view: View } | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    if (come === null) return;
    // The button is another element now: the focus is put back on it, to which it returns when the menu is closed.
    place.current?.querySelector('button')?.focus();
    setOpened(true);
  }, [come]);
  const ask = () => {
    load().then(
      view => setCome({ view }),
      () => undefined,
    );
  };
  return (
    <span ref={place} style={{ display: 'contents' }}>
      {come === null
        ? cloneElement(button, { 'aria-haspopup': popup, 'aria-expanded': false, onClick: ask })
        : children(come.view, { button, opened, onChange: setOpened })}
    </span>
  );
}
