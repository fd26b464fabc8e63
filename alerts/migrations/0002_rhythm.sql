-- for: up to where the rhythm has been counted
create index rhythm_last on alerts.rhythm (last_at) where kind = 'source';
