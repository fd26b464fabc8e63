/** When a job is due: a cron expression of five fields, by the clock of an IANA zone. */
export type Schedule = { cron: string; zone: string };
