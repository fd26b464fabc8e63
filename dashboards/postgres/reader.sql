-- What orderwatch_reader, with whom Grafana looks, may see beside what it may see anyway
-- (alerts/migrations/0003_reader.sql): what the boards show, column by column, and nobody's data. No views: they would
-- stand in the way of the next migration.
-- Run by the owner of the database, once Orderwatch has made its tables, as often as one likes.

grant usage on schema collector, notifier to orderwatch_reader;

-- What was granted for a board that is gone is taken back.
revoke all on all tables in schema collector, notifier from orderwatch_reader;

grant select on collector.deploy, collector.test_run to orderwatch_reader;
grant select (name, messages, since, looked_into, why_not) on collector.dead_letter_queue to orderwatch_reader;
grant select (queue, orders, type, status, source, died_in, reason, dead_at, gone_at)
  on collector.dead_letter to orderwatch_reader;
grant select (received_at, last_received_at, reason_kind, fingerprint, replayed_at, dismissed_at)
  on collector.quarantine to orderwatch_reader;
grant select (slow, statements, sampled_at) on collector.watched_database to orderwatch_reader;
-- Neither to whom, nor what.
grant select (about, id, template, channel, state, reason, attempts, queued_at)
  on notifier.message to orderwatch_reader;

-- Boards are files and know no environment: where the console is they ask the database.
do $$
begin
  if current_setting('stack.public_url', true) <> '' then
    execute format('alter role orderwatch_reader in database %I set orderwatch.console = %L',
                   current_database(), current_setting('stack.public_url'));
  end if;
end
$$;
