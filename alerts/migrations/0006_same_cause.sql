-- for: what has the same cause as an incident that was resolved lately opens that one again
create index incident_cause_over on alerts.incident (cause_key, resolved_at) where cause_key is not null and state = 'resolved';
-- for: who was told of what turned out to be the same matter
create index incident_merged on alerts.incident (merged_into) where merged_into is not null;
