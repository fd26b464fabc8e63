-- What caused the message goes on in its sending: one trace from the event, or from the incident, to the mail.
alter table notifier.message
  add column traceparent text;               -- W3C; null: nothing that was traced
