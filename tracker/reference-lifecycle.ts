import type { CalendarDefinition } from './calendar.ts';
import { declaredLifecycles } from './declared.ts';
import type { LifecycleDefinition } from './lifecycle.ts';

const WORKDAY = ['09:00-18:00'];

/** Five days a week, and closed on Russia's public holidays, whose dates of the years to come a company adds itself. */
const workshop: CalendarDefinition = {
  zone: 'Europe/Moscow',
  hours: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY },
  holidays: ['2026-11-04', '2027-02-23', '2027-03-08', '2027-05-01', '2027-05-09', '2027-06-12', '2027-11-04'],
  closures: [{ from: '2026-12-31', to: '2027-01-08', reason: 'New Year holidays' }],
};

/** The reference case: a jewellery maker with a web shop, a CRM and a manufacturing system (MES). */
export const referenceDefinition: LifecycleDefinition = {
  name: 'jewellery',
  zone: 'Europe/Moscow',
  calendar: workshop,
  statuses: {
    INITIATED: {
      owner: 'shop',
      entry: true,
      next: ['SUBMITTED', 'CANCELLED'],
      label: { en: 'Cart', ru: 'Корзина' },
      customerLabel: { en: 'You have begun an order', ru: 'Вы начали оформлять заказ' },
      serviceLevel: { target: 'P1D', breach: 'P7D' },
    },
    // A checkout that has no cart before it (a partner's upload, a phone order) begins here.
    SUBMITTED: {
      owner: 'shop',
      entry: true,
      next: ['PRICE_CALCULATED', 'CANCELLED'],
      label: { en: 'Submitted', ru: 'Оформлен' },
      customerLabel: { en: 'We have your order', ru: 'Мы получили ваш заказ' },
      serviceLevel: { target: 'PT1H', breach: 'PT24H' },
      notice: 'order-received',
    },
    PRICE_CALCULATED: {
      owner: 'mes',
      next: ['MANUFACTURING_APPROVED', 'CANCELLED'],
      label: { en: 'Price calculated', ru: 'Цена рассчитана' },
      customerLabel: { en: 'Your price is ready', ru: 'Цена готова' },
      serviceLevel: { target: 'P1D', breach: 'P3D' },
      // A customer who has not answered for two weeks is nobody's work any more, but may still answer.
      freeze: { after: 'P14D' },
      notice: 'price-ready',
    },
    MANUFACTURING_APPROVED: {
      owner: 'crm',
      next: ['MANUFACTURING_STARTED', 'CANCELLED'],
      label: { en: 'Approved for manufacturing', ru: 'Согласован в производство' },
      customerLabel: { en: 'Waiting for the workshop', ru: 'Ждёт начала работы' },
      // Nobody in the workshop can begin on a Sunday.
      serviceLevel: { target: 'P1D', breach: 'P2D', time: 'business' },
    },
    MANUFACTURING_STARTED: {
      owner: 'mes',
      next: ['MANUFACTURING_COMPLETED', 'CANCELLED'],
      label: { en: 'Manufacturing started', ru: 'В производстве' },
      customerLabel: { en: 'We are making it', ru: 'Изготавливаем' },
      serviceLevel: { target: 'P2W', breach: 'P3W' },
      notice: 'manufacturing-started',
    },
    MANUFACTURING_COMPLETED: {
      owner: 'mes',
      next: ['PACKAGING', 'MANUFACTURING_STARTED', 'CANCELLED'],
      label: { en: 'Manufacturing completed', ru: 'Изготовлен' },
      customerLabel: { en: 'It is made', ru: 'Изделие готово' },
      serviceLevel: { target: 'P1D', breach: 'P2D' },
    },
    PACKAGING: {
      owner: 'mes',
      next: ['SHIPPED', 'CANCELLED'],
      label: { en: 'Packaging', ru: 'Упаковывается' },
      customerLabel: { en: 'We are packing it', ru: 'Упаковываем' },
      serviceLevel: { target: 'P1D', breach: 'P2D' },
    },
    SHIPPED: {
      owner: 'mes',
      next: ['CLOSED'],
      label: { en: 'Shipped', ru: 'Отправлен' },
      customerLabel: { en: 'On its way to you', ru: 'В пути к вам' },
      serviceLevel: { target: 'P1W', breach: 'P2W' },
      notice: 'order-shipped',
    },
    CLOSED: {
      owner: 'crm',
      next: [],
      label: { en: 'Closed', ru: 'Закрыт' },
      customerLabel: { en: 'Delivered', ru: 'Доставлен' },
    },
    CANCELLED: {
      owner: 'crm',
      next: [],
      label: { en: 'Cancelled', ru: 'Отменён' },
      customerLabel: { en: 'Cancelled', ru: 'Отменён' },
      notice: 'order-cancelled',
    },
  },
};

export const referenceLifecycles = declaredLifecycles(['shop', 'crm', 'mes'], [referenceDefinition]);
export const referenceLifecycle = referenceLifecycles.all[0]!;
