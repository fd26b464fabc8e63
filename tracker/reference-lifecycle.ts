import { createHash } from 'node:crypto';
import { type LifecycleDefinition, lifecycle, lifecycles } from './lifecycle.ts';

/** The reference case: a jewellery maker with a web shop, a CRM and a manufacturing system (MES). */
const definition: LifecycleDefinition = {
  name: 'jewellery',
  zone: 'Europe/Moscow',
  statuses: {
    INITIATED: {
      owner: 'shop',
      entry: true,
      next: ['SUBMITTED', 'CANCELLED'],
      serviceLevel: { target: 'P1D', breach: 'P7D' },
    },
    // A checkout that has no cart before it (a partner's upload, a phone order) begins here.
    SUBMITTED: {
      owner: 'shop',
      entry: true,
      next: ['PRICE_CALCULATED', 'CANCELLED'],
      serviceLevel: { target: 'PT1H', breach: 'PT24H' },
    },
    PRICE_CALCULATED: {
      owner: 'mes',
      next: ['MANUFACTURING_APPROVED', 'CANCELLED'],
      serviceLevel: { target: 'P1D', breach: 'P3D' },
    },
    MANUFACTURING_APPROVED: {
      owner: 'crm',
      next: ['MANUFACTURING_STARTED', 'CANCELLED'],
      serviceLevel: { target: 'P1D', breach: 'P2D' },
    },
    MANUFACTURING_STARTED: {
      owner: 'mes',
      next: ['MANUFACTURING_COMPLETED', 'CANCELLED'],
      serviceLevel: { target: 'P2W', breach: 'P3W' },
    },
    MANUFACTURING_COMPLETED: {
      owner: 'mes',
      next: ['PACKAGING', 'MANUFACTURING_STARTED', 'CANCELLED'],
      serviceLevel: { target: 'P1D', breach: 'P2D' },
    },
    PACKAGING: {
      owner: 'mes',
      next: ['SHIPPED', 'CANCELLED'],
      serviceLevel: { target: 'P1D', breach: 'P2D' },
    },
    SHIPPED: { owner: 'mes', next: ['CLOSED'], serviceLevel: { target: 'P1W', breach: 'P2W' } },
    CLOSED: { owner: 'crm', next: [] },
    CANCELLED: { owner: 'crm', next: [] },
  },
};

export const referenceLifecycle = lifecycle(
  definition,
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16),
);

export const referenceLifecycles = lifecycles(['shop', 'crm', 'mes'], [referenceLifecycle]);
