import { DAY, HOUR } from '../test/support/factory.ts';
import { rotation } from './rotation.ts';
import { alertSettings, aPerson, ruleThatSees } from './settings-under-test.ts';

/**
 * A workshop with people, teams, a rota and a chain, for tests of pages and of what hangs together: whoever is on call is
 * told at once, Olga by SMS an hour later, the head the day after.
 */
export const WORKSHOP = alertSettings({
  rules: [ruleThatSees({ now: [] })],
  people: {
    olga: aPerson('Olga Petrova', { email: 'olga@shop.example', phone: '+79161234567' }),
    ivan: aPerson('Ivan Sidorov', { email: 'ivan@shop.example' }),
    support: aPerson('support', { phone: '+79161234568' }),
    head: aPerson('Elena Orlova', { email: 'elena@shop.example' }),
  },
  teams: { support: ['support', 'olga'], workshop: ['ivan'] },
  routes: { workshop: { info: null, warning: 'daily', critical: 'daily' } },
  rotations: {
    mes: rotation({
      zone: 'Europe/Moscow',
      from: '2026-11-20T12:00',
      shift: 'P1D',
      people: ['ivan', 'olga', 'support'],
    }),
    shop: rotation({ zone: 'Europe/Moscow', from: '2026-11-16T09:00', shift: 'P7D', people: ['support', 'olga'] }),
  },
  chains: {
    daily: {
      steps: [
        { after: null, tell: [{ kind: 'onCall', rotation: 'mes' }], channels: null },
        { after: since => since + HOUR, tell: [{ kind: 'person', person: 'olga' }], channels: ['sms'] },
        { after: since => since + DAY, tell: [{ kind: 'person', person: 'head' }], channels: null },
      ],
      repeat: null,
      calendar: null,
    },
  },
});
