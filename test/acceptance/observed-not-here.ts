const NO_COLLECTOR = 'The OpenTelemetry Collector, which counts spans, is not in Debian.';
const NO_LOKI = 'Loki is not in Debian.';

/** Queries of boards and rules that have no figure beside Debian's Prometheus and exporters, each with its reason. */
export const EMPTY_HERE: ReadonlyMap<string, string> = new Map([
  ['API and services › Spans a second (36) › A', NO_COLLECTOR],
  ['API and services › How long they take (37) › A', NO_COLLECTOR],
  ['API and services › Lines of all services (61) › A', NO_LOKI],
  ['Orderwatch itself › What it says (51) › A', NO_LOKI],
]);
