import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { resourceOf } from './resource.ts';

const of = (attributes: string | null, serviceName: string | null = null) =>
  resourceOf({ attributes, serviceName }, '1.2.3');

test('who we are, when nobody has said otherwise', () => {
  const resource = of(null);
  expect(resource).toEqual({
    'service.name': 'orderwatch',
    'service.version': '1.2.3',
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'host.name': hostname(),
  });
  expect(of(null)['service.instance.id']).not.toBe(resource['service.instance.id']);
});

test('what was said goes before, and the name before all', () => {
  const said = ' deployment.environment.name=staging , service.name=theirs,team=on%20call,service.instance.id=pod-7';
  expect(of(said)).toMatchObject({
    'service.name': 'theirs',
    'deployment.environment.name': 'staging',
    team: 'on call',
    'service.instance.id': 'pod-7',
  });
  expect(of(said, 'tracker')['service.name']).toBe('tracker');
});

test.each(['a=1,b', 'a=1,=2', 'a=%zz', 'a=1=2'])('of %s nothing is taken', broken => {
  expect(of(broken)).not.toHaveProperty('a');
  expect(of(broken)['service.name']).toBe('orderwatch');
});
