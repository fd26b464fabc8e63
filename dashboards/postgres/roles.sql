-- Roles that may read and no more: one for people's boards, one for the exporter. Run as the owner of the database, at
-- each start of the stack; passwords come as the settings stack.reader_password and stack.monitor_password.

create extension if not exists pg_stat_statements;

do $$
begin
  if not exists (select from pg_roles where rolname = 'orderwatch_reader') then
    create role orderwatch_reader;
  end if;
  if not exists (select from pg_roles where rolname = 'orderwatch_monitor') then
    create role orderwatch_monitor;
  end if;
  execute format('alter role orderwatch_reader login password %L', current_setting('stack.reader_password'));
  execute format('alter role orderwatch_monitor login password %L', current_setting('stack.monitor_password'));
end
$$;

-- A board left open in fifty tabs must not take the connections that Orderwatch works with, nor hold it up.
alter role orderwatch_reader connection limit 20;
alter role orderwatch_reader set default_transaction_read_only = on;
alter role orderwatch_reader set statement_timeout = '15s';
alter role orderwatch_reader set idle_in_transaction_session_timeout = '30s';

alter role orderwatch_monitor connection limit 5;
alter role orderwatch_monitor set default_transaction_read_only = on;
alter role orderwatch_monitor set statement_timeout = '10s';
grant pg_monitor to orderwatch_monitor;
