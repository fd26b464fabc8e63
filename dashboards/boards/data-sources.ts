import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** As provisioning/datasources/orderwatch.yaml declares them: a test holds the two together. */
export type DataSource = Required<DataSourceRef>;

export const PROMETHEUS: DataSource = { type: 'prometheus', uid: 'prometheus' };
export const LOKI: DataSource = { type: 'loki', uid: 'loki' };
export const JAEGER: DataSource = { type: 'jaeger', uid: 'jaeger' };
export const POSTGRES: DataSource = { type: 'grafana-postgresql-datasource', uid: 'postgres' };
