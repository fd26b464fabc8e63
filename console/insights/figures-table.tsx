import type { ReactNode } from 'react';
import classes from './insights.module.css';

export type FigureColumn<Row> = { head: string; cell: (row: Row) => ReactNode; align?: 'end' };

type Props<Row> = {
  title: string;
  why?: string;
  columns: readonly FigureColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Instead of the table, where there are no rows. */
  none?: string;
};

/** A part of the page: what it says, and a plain table of figures, which a phone scrolls sideways. */
export function FiguresTable<Row>({ title, why, columns, rows, rowId, none }: Props<Row>): ReactNode {
  return (
    <section className={classes.part}>
      <h2 className={classes.partTitle}>{title}</h2>
      {why === undefined ? null : <p className={classes.why}>{why}</p>}
      {rows.length === 0 ? (
        <p className={classes.why}>{none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        <div className={classes.scroll} role="region" aria-label={title} tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map(({ head, align }) => (
                  <th key={head} scope="col" data-align={align}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={rowId(row)}>
                  {columns.map(({ head, cell, align }, index) =>
                    index === 0 ? (
                      <th key={head} scope="row">
                        {cell(row)}
                      </th>
                    ) : (
                      <td key={head} data-align={align}>
                        {cell(row)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
