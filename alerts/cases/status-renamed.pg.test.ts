import { expect, test } from 'vitest';
import { noteDeploy } from '../../collector/deploys.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { aJewelleryMaker, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('a deploy of the MES renamed a status: what can not be read explains, the deploy stands beside it', async () => {
  await maker.record(
    ...served(-270, -15),
    ...[0, 10, 20, 30].map((minute, nth) => submitted(`ORD-${nth + 1}`, minute)),
  );
  await maker.watch();
  const deploy = {
    kind: 'deploy',
    tests: null,
    service: 'mes',
    version: '2.7.0',
    environment: null,
    result: 'succeeded',
    by: 'ci',
    url: null,
  } as const;
  await noteDeploy(maker.pool, { ...deploy, at: T0 - 5 * MINUTE }, T0);
  const ids = [];
  for (const nth of [1, 2, 3, 4]) {
    const body = { status: 'PRICED', source: 'mes', ids: { mes: `M-ORD-${nth}` } };
    ids.push(await maker.quarantine(body, T0 + nth * 10 * MINUTE));
  }
  const { cause, suspect, claims } = await maker.why('ORD-1');
  expect(cause).toBe('quarantine:unknown_status:PRICED:mes');
  expect(suspect).toBe("A message from mes about ORD-1 can't be read: the status PRICED is not known; 3 more like it.");
  expect(claims[0]).toEqual(['quarantined', suspect, `/quarantine/${ids[0]}`]);
  expect(claims.map(([kind]) => kind)).toEqual(['quarantined', 'source_silent', 'deploy']);
  expect(claims[2]).toEqual([
    'deploy',
    "mes 2.7.0 was deployed 1 h 5 min before it was late; since then 4 of its messages can't be read.",
    '/deploys',
  ]);
});
