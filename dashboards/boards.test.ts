import { readdirSync, readFileSync } from 'node:fs';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { describe, expect, test } from 'vitest';
import { BOARDS, boardFiles } from './boards/all.ts';

const grafana = new URL('grafana/', import.meta.url);

test('what lies in grafana/ is what the boards make: npm run boards', () => {
  const files = boardFiles();
  expect(readdirSync(grafana).sort()).toEqual([...files.keys()].sort());
  for (const [name, made] of files) {
    expect(readFileSync(new URL(name, grafana), 'utf8') === made, `${name} is not what npm run boards writes`).toBe(
      true,
    );
  }
});

test('a board has an address and a title of its own', () => {
  expect(new Set(BOARDS.map(({ uid }) => uid)).size).toBe(BOARDS.length);
  expect(new Set(BOARDS.map(({ title }) => title)).size).toBe(BOARDS.length);
  for (const { uid } of BOARDS) expect(uid).toMatch(/^[a-z-]{1,40}$/);
});

type Target = { refId: string; datasource: { uid: string }; expr?: string; rawSql?: string };

describe.each(BOARDS.map(board => [board.title, board] as const))('%s', (_, board) => {
  const all = (board.panels ?? []).map(panel => panel as Panel);
  const panels = all.filter(({ type }) => type !== 'row');
  const targetsOf = (panel: Panel) => (panel.targets ?? []) as unknown as Target[];

  test('gives each panel and row an id of its own', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.every(id => Number.isInteger(id) && id! > 0)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  test('says of every panel what it shows, in which unit', () => {
    for (const { title, description, fieldConfig } of panels) {
      expect(description, title).toMatch(/^[A-Z].{15,}[.]$/);
      expect(fieldConfig?.defaults.unit, title).toBeTruthy();
    }
  });

  test('asks one data source a panel, and names what it asks', () => {
    for (const panel of panels) {
      const targets = targetsOf(panel);
      expect(targets.length, panel.title).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size, panel.title).toBe(targets.length);
      expect(new Set([panel.datasource?.uid, ...targets.map(({ datasource }) => datasource.uid)]).size).toBe(1);
    }
  });

  test('fills the width and puts nothing upon another', () => {
    const taken = new Set<string>();
    for (const { title, gridPos } of all) {
      const { x, y, w, h } = gridPos!;
      expect(x + w, title).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column += 1) {
        for (let line = y; line < y + h; line += 1) {
          expect(taken.has(`${column} ${line}`), title).toBe(false);
          taken.add(`${column} ${line}`);
        }
      }
    }
  });

  test('asks for what can be chosen, and offers to choose what it asks for', () => {
    const declared = (board.templating?.list ?? []).map(({ name }) => name);
    const written = JSON.stringify([panels, board.links]);
    const used = [...written.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!).filter(name => !name.startsWith('__'));
    expect([...new Set(used)].sort()).toEqual([...declared].sort());
  });

  test('leads to boards, columns and an address that there are', () => {
    for (const panel of panels) {
      const urls = [...JSON.stringify(panel).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url!);
      const columns = targetsOf(panel).flatMap(({ rawSql }) =>
        [...(rawSql ?? '').matchAll(/as "([^"]+)"/g)].map(([, as]) => as!),
      );
      for (const url of urls) {
        const [, uid] = /^\/d\/([\w-]+)/.exec(url) ?? [];
        if (uid) expect(BOARDS.map(other => other.uid)).toContain(uid);
        else expect(url).toMatch(/^(\$\{console\}\/|\/explore[?]|\$\{__value[.]raw\}$)/);
        for (const [, field] of url.matchAll(/__data[.]fields[.](\w+)/g)) {
          if (columns.length > 0) expect(columns, `${panel.title}: ${url}`).toContain(field);
        }
      }
    }
  });
});

test('a pane of Explore is what Grafana reads, whatever is filled in', () => {
  const links = [...JSON.stringify(BOARDS).matchAll(/"(\/explore[?][^"]+)"/g)].map(([, url]) => url!);
  expect(links.length).toBeGreaterThan(10);
  for (const link of new Set(links)) {
    const filledIn = link.replace(/\$\{[^}]*\}/g, '1');
    const panes = JSON.parse(new URLSearchParams(filledIn.split('?')[1]).get('panes')!);
    expect(panes.a.queries[0].datasource.uid).toBe(panes.a.datasource);
  }
});
