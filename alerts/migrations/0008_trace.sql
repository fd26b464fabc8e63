-- What is told of an incident, and of a finding, goes on in the trace of the order that it was found of first.
alter table alerts.incident
  add column traceparent text;               -- W3C; null: of no order, or from before
alter table alerts.publication
  add column traceparent text;
