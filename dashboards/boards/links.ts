import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { type DataSource, JAEGER, LOKI } from './data-sources.ts';

/** Boards that belong together have this tag: each offers the others. */
export const TAG = 'orderwatch';

/** A place, reached by a click on a figure or a cell. Variables are Grafana's: `${__data.fields.Order}`. */
export type Link = { title: string; url: string };

/** `path` of the console, which people reach where PUBLIC_URL says: board.ts knows how a board learns of it. */
export function console(title: string, path: string): Link {
  return { title, url: `\${console}${path}` };
}

export function board(title: string, uid: string, query = ''): Link {
  return { title, url: `/d/${uid}?\${__url_time_range}${query && `&${query}`}` };
}

export function trace(title: string, id: string): Link {
  return { title, url: explore(JAEGER, { query: id }) };
}

export function logs(title: string, expr: string): Link {
  return { title, url: explore(LOKI, { expr, queryType: 'range' }) };
}

/** What Grafana fills in must not be escaped here; it is escaped when it is filled in. */
function explore(datasource: DataSource, query: Record<string, string>): string {
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, ...query }],
    range: { from: '${__from}', to: '${__to}' },
  };
  const escaped = encodeURIComponent(JSON.stringify({ a: pane })).replace(/%24%7B(.*?)%7D/g, (_, name: string) => {
    return `\${${decodeURIComponent(name)}}`;
  });
  return `/explore?schemaVersion=1&panes=${escaped}`;
}

export function dataLink({ title, url }: Link): Builder<DashboardLink> {
  return new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(true);
}

/** What stands at the top of every board. */
export function linksOfBoard(): Builder<DashboardLink>[] {
  const others = new DashboardLinkBuilder('Boards').type(DashboardLinkType.Dashboards).tags([TAG]).asDropdown(true);
  const places = [
    { ...console('Console', '/'), icon: 'external link' },
    { ...logs('Logs', '{service_name="orderwatch"}'), icon: 'doc' },
    { title: 'Traces', url: explore(JAEGER, { queryType: 'search', service: 'orderwatch' }), icon: 'bolt' },
  ];
  return [
    others.keepTime(true),
    ...places.map(({ icon, ...place }) =>
      new DashboardLinkBuilder(place.title).url(place.url).icon(icon).targetBlank(true),
    ),
  ];
}
