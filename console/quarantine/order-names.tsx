import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** Orders that a message seems to name, each a link; of one that is known by another system's id, that. */
export function OrderNames({ names, most }: { names: readonly string[]; most: number }): ReactNode {
  if (names.length === 0) return '—';
  const shown = names.slice(0, most);
  return (
    <span>
      {shown.map((name, at) => (
        <span key={name}>
          {at === 0 ? '' : ', '}
          <Link to={`/orders/${encodeURIComponent(plain(name))}`}>{plain(name)}</Link>
        </span>
      ))}
      {names.length > shown.length ? ` +${names.length - shown.length}` : ''}
    </span>
  );
}

/** `mes:M-77` of `~mes:M-77`, and `cart-7` of `~corr:cart-7`: as orders are asked for. */
function plain(name: string): string {
  return name.replace(/^~corr:/, '').replace(/^~/, '');
}
