import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, expect, test } from 'vitest';
import { compileNotifications } from '../notifier/section.ts';
import { FRAME } from '../notifier/templates-under-test.ts';
import { SUBJECTS } from '../notifier/templating/samples.ts';
import { openTemplates } from './templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-live-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (sms: string) =>
  writeFileSync(
    join(folder, 'order-received.en.yaml'),
    `subject: x\npreview: x\ntitle: x\nparagraphs: [x]\nsms: "${sms}"\nreason: x\n`,
  );

function logged() {
  const lines: string[] = [];
  const log = pino(new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) }));
  return { log, lines };
}

const settings = compileNotifications({ templates: folder });

test('templates with mistakes: it does not start', () => {
  write('{{ nobody }}');
  expect(() => openTemplates(settings, logged())).toThrow(
    `Orderwatch can't use these templates of messages:\n  ${join(folder, 'order-received.en.yaml')}:5:1  There is no variable nobody.`,
  );
});

test('templates are followed, and the old ones go on while the new ones have mistakes', () => {
  const { log, lines } = logged();
  write('first');
  const live = openTemplates(settings, { log });
  const said = () => live.current().render('order-received', 'sms', SUBJECTS.order.full, FRAME);
  expect(said()).toEqual({ channel: 'sms', text: 'first' });

  write('{{ nobody }}');
  live.adopt(settings);
  expect(said()).toEqual({ channel: 'sms', text: 'first' });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'the new templates of messages are refused; the old ones go on',
    problems: [expect.stringContaining('There is no variable nobody.')],
  });

  write('second');
  live.adopt(settings);
  expect([said(), lines.length]).toEqual([{ channel: 'sms', text: 'second' }, 1]);
});
