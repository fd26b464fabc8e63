-- Whoever runs the queries that a configuration declares: it may read what is known of orders, and no personal data.
-- Roles belong to the whole server: another database may have made it already, or be making it now. Where this user may
-- not make it somebody else has to; until then a rule with a query is refused, and says so.
do $$
begin
  if not exists (select from pg_roles where rolname = 'orderwatch_reader') then
    create role orderwatch_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation or insufficient_privilege then null;
end $$;

-- A superuser can be anybody; others must be given it, by themselves if they have made it.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant orderwatch_reader to %I', current_user);
  end if;
exception
  when undefined_object or insufficient_privilege then null;
end $$;

do $$
begin
  grant usage on schema tracker, alerts to orderwatch_reader;
  grant select (order_id, event_id, type, status, source, occurred_at, recorded_at, sequence, correlation_id,
                causation_id, ids, partner, promised_at, data, historic) on tracker.order_event to orderwatch_reader;
  grant select on tracker.order_state, tracker.order_alias, tracker.order_anomaly, tracker.source to orderwatch_reader;
  grant select (order_id, partner) on tracker.order_search to orderwatch_reader;
  grant select on alerts.run, alerts.incident, alerts.finding, alerts.rhythm, alerts.duplicates to orderwatch_reader;
exception
  when undefined_object then null;
end $$;
