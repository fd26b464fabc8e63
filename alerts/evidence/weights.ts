/** What explains most comes first. What stands behind what: of two that are so, the first makes the second. */
export const WEIGHTS = {
  own_lag: 95,
  broker_gone: 94,
  consumers_gone: 90,
  dead_letters: 88,
  quarantined: 86,
  endpoint_down: 84,
  source_silent: 80,
  deploy: 78,
  partner_flood: 75,
  clock_off: 72,
  flow_stopped: 70,
  says_otherwise: 68,
  overtaken: 65,
  work_stalled: 60,
  result_missing: 58,
  started_together: 56,
  message_lost: 55,
} as const;

/** It helps to understand, and explains nothing: the order was late before it began. */
export const CONTEXT = 40;
