import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from './config.ts';

test('the settings in docker-compose.yml are right', () => {
  const file = parse(readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8'), { merge: true }) as {
    services: Record<string, { environment: Record<string, string> }>;
  };
  for (const service of ['orderwatch', 'simulator']) {
    const verdict = readConfig(file.services[service]!.environment, () => '');
    expect(verdict).toMatchObject({
      ok: true,
      config: { home: '/data', notifier: { smtpUrl: 'smtp://mailpit:1025', publicUrl: 'http://localhost:8080' } },
    });
  }
});
