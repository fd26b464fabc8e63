import { expect, it } from 'vitest';
import { queueOwners } from './queue-owners.ts';

const systems = ['shop', 'crm', 'mes', 'mes-print'];

it('knows by its name whose a queue is', () => {
  const consumerOf = queueOwners({}, systems);
  const queues = ['mes', 'mes.inbox', 'mes_calc', 'mes:x', 'mes-print.jobs', 'message.bus', 'orderwatch.ledger', 'MES'];
  expect(queues.map(consumerOf)).toEqual(['mes', 'mes', 'mes', 'mes', 'mes-print', null, null, null]);
});

it('believes what is declared, of that system nothing else', () => {
  const consumerOf = queueOwners({ mes: ['calculation', 'workshop.*'], crm: ['mes.prices'] }, systems);
  const queues = ['calculation', 'workshop.a.b', 'mes.prices', 'mes.inbox', 'crm.inbox', 'shop.inbox'];
  expect(queues.map(consumerOf)).toEqual(['mes', 'mes', 'crm', null, null, 'shop']);
});
