-- for: what happened during a shift, and what was told in the last days: without it every history was read.
create index incident_event_at on alerts.incident_event (at)
  where kind in ('acknowledged', 'note', 'told', 'resolved', 'snoozed');
-- for: what was closed during a shift
create index incident_resolved_at on alerts.incident (resolved_at) where state = 'resolved';
