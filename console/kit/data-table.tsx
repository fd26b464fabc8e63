import { createColumnHelper, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  Fragment,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useSay } from '../words/say.tsx';
import classes from './data-table.module.css';
import { useKeys } from './keys.ts';
import { ToneShape } from './status-badge.tsx';
import type { Tone } from './tone.ts';

export type Column<Row> = {
  id: string;
  /** What stands over it; a phone shows it before the value, unless the column is the card's title. */
  head: string;
  cell: (row: Row) => ReactNode;
  /** A track of CSS grid: `120px`, `minmax(8rem, 1fr)`. */
  width?: string;
  align?: 'end';
  /** How the rows can be put in order by it, where the table has `sort`: more than one where a cell tells of more. */
  sorts?: readonly { by: string; label: string; direction: 'ascending' | 'descending' }[];
  /** On a phone a row is a card: `title` is its first line, `line` (the default) one with its head, `hidden` none. */
  phone?: 'title' | 'line' | 'hidden';
};

type Props<Row> = {
  /** What the rows are, for those who don't see the page. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Where a row leads: the whole row is clicked, Enter opens it. Its first column should hold the link itself. */
  href?: (row: Row) => string;
  /** Instead of an address: what opening a row does. */
  onOpen?: (row: Row) => void;
  /** Edge of the row. */
  tone?: (row: Row) => Tone | null;
  /** By what the rows are in order, and how to change it: by the heads of columns that have `sorts`. */
  sort?: { by: string; onSort: (by: string) => void };
  /** Called when the last rows come into view and there may be more. */
  onEnd?: (() => void) | undefined;
  /** All rows that there are, when it is known and more than those here. */
  total?: number | undefined;
};

const ROW_PX = 36;
const CARD_PX = 96;
const PHONE = '(max-width: 48em)';
const features = tableFeatures({});

/** On which row somebody was, by the entry of the history: Back finds it again. */
const places = new Map<string, string>();

/**
 * Rows beneath a head that stays: only those in view are drawn, so a hundred thousand are as fast as ten. `j` and `k`
 * move, Enter opens. On a phone each row is a card.
 */
export function DataTable<Row extends RowData>(props: Props<Row>): ReactNode {
  const { label, columns, rows, rowId, href, onOpen, tone, sort, onEnd, total } = props;
  const say = useSay();
  const navigate = useNavigate();
  const entry = useLocation().key;
  const [active, setActive] = useState(() => places.get(entry) ?? null);
  const phone = useMediaQuery(PHONE);
  const body = useRef<HTMLDivElement>(null);
  const offset = useOffset(body);

  const table = useTable({
    features,
    data: rows,
    columns: useMemo(() => {
      const helper = createColumnHelper<typeof features, Row>();
      return columns.map(({ id, head, cell }) =>
        helper.display({ id, header: head, cell: ({ row }) => cell(row.original) }),
      );
    }, [columns]),
    getRowId: rowId,
  });
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (phone ? CARD_PX : ROW_PX),
    overscan: 12,
    scrollMargin: offset,
    getItemKey: index => rowId(rows[index]!),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);

  const opens = href !== undefined || onOpen !== undefined;
  const open = (row: Row, newTab = false) => {
    places.set(entry, rowId(row));
    if (href === undefined) onOpen?.(row);
    else if (newTab) window.open(href(row), '_blank', 'noopener');
    else navigate(href(row));
  };
  const move = (by: number) => {
    const at = rows.findIndex(row => rowId(row) === active);
    const next = Math.min(Math.max(at + by, 0), rows.length - 1);
    if (rows[next] === undefined) return;
    setActive(rowId(rows[next]));
    places.set(entry, rowId(rows[next]));
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  useKeys([
    { keys: 'j', label: 'kit.keyNext', do: () => move(1) },
    { keys: 'k', label: 'kit.keyPrevious', do: () => move(-1) },
    {
      keys: 'Enter',
      label: opens ? 'kit.keyOpen' : null,
      do: ({ target }) => {
        const row = rows.find(each => rowId(each) === active);
        if (row === undefined || (target as Element).closest('a, button')) return false;
        open(row);
      },
    },
  ]);
  const clicked = (event: MouseEvent, row: Row) => {
    // A link or a button in the row is itself; text that was just marked is meant to be copied.
    if (!opens || (event.target as Element).closest('a, button, input, label')) return;
    if (window.getSelection()?.toString()) return;
    open(row, event.metaKey || event.ctrlKey);
  };

  const tracks = columns.map(({ width }) => width ?? 'minmax(0, 1fr)').join(' ');
  const drawn = table.getRowModel().rows;
  return (
    <div className={classes.table} role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.headRow} style={{ gridTemplateColumns: tracks }}>
          {columns.map(({ id, head, align, sorts }) => (
            <div
              key={id}
              role="columnheader"
              className={classes.headCell}
              data-align={align}
              aria-sort={sort && sorts?.find(({ by }) => by === sort.by)?.direction}
            >
              {sort === undefined || sorts === undefined ? head : <Sorts sorts={sorts} sort={sort} />}
            </div>
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = drawn[index]!;
          const toned = tone?.(row.original) ?? null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens the row that j and k have chosen, and its link.
            <div
              key={key}
              ref={phone ? virtual.measureElement : undefined}
              data-index={index}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-current={row.id === active ? true : undefined}
              className={classes.row}
              data-opens={opens}
              data-tone={toned}
              style={{
                gridTemplateColumns: tracks,
                transform: `translateY(${start - virtual.options.scrollMargin}px)`,
              }}
              onClick={event => clicked(event, row.original)}
            >
              {row.getAllCells().map((cell, at) => (
                <div
                  key={cell.id}
                  role="cell"
                  className={classes.cell}
                  data-align={columns[at]!.align}
                  data-phone={columns[at]!.phone ?? (at === 0 ? 'title' : 'line')}
                >
                  <span className={classes.cellHead} aria-hidden="true">
                    {columns[at]!.head}
                  </span>
                  {at === 0 && toned !== null ? <ToneShape tone={toned} /> : null}
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {total === undefined ? null : <p className={classes.total}>{say('kit.rows', { count: total })}</p>}
    </div>
  );
}

type SortsProps = { sorts: NonNullable<Column<unknown>['sorts']>; sort: NonNullable<Props<unknown>['sort']> };

/** The heads of a column that put the rows in order; the arrow stands at the one that does. */
function Sorts({ sorts, sort }: SortsProps): ReactNode {
  const say = useSay();
  return sorts.map(({ by, label, direction }, at) => {
    const on = sort.by === by;
    return (
      <Fragment key={by}>
        {at === 0 ? null : ' · '}
        <button
          type="button"
          className={classes.sort}
          aria-pressed={on}
          title={on ? say(direction === 'ascending' ? 'kit.sortAscending' : 'kit.sortDescending') : undefined}
          onClick={() => sort.onSort(by)}
        >
          {label}
          {on ? <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : ' ↓'}</span> : null}
        </button>
      </Fragment>
    );
  });
}

function useMediaQuery(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const changed = () => setMatches(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, [query]);
  return matches;
}

/** How far below the top of the document the element begins. */
function useOffset(element: { current: HTMLElement | null }): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = Math.round((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    if (top !== offset) setOffset(top);
  });
  return offset;
}
