/**
 * Who somebody is to Orderwatch. People: viewer reads, support helps customers, operator makes orders, manager answers for
 * incidents and rules, admin for everything. Programs of others: a partner sees its own orders, a customer's token those of
 * that customer.
 */
export const ROLES = ['viewer', 'support', 'operator', 'manager', 'admin', 'partner', 'customer'] as const;

export type Role = (typeof ROLES)[number];
