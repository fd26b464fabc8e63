import { expect, test } from 'vitest';
import { BROKER_LINK, openLink, queueLink } from './evidence-links.ts';

test('queues are shown by RabbitMQ, where the settings say it is, without our password', () => {
  const link = queueLink('mes/in box', [{ name: 'mes/in box', vhost: 'shop' }]);
  const open = (url: string | null) => openLink(link, url);
  expect(open('http://watcher:secret@mq:15672')).toBe('http://mq:15672/#/queues/shop/mes%2Fin%20box');
  expect(open('https://a:b@example.com/rabbit/')).toBe('https://example.com/rabbit/#/queues/shop/mes%2Fin%20box');
  expect(open(null)).toBeNull();
  expect(openLink(BROKER_LINK, 'http://mq:15672')).toBe('http://mq:15672/#/');
});

test('what is ours stays as it is', () => {
  expect(openLink('/orders?source=mes', null)).toBe('/orders?source=mes');
  expect(openLink(null, 'http://mq:15672')).toBeNull();
});
