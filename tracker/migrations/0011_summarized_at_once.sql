-- What is read of the last minutes, every few seconds, is found by this index; what it has not summarized yet, which was
-- all since the table was vacuumed last, is read as a whole.
alter index tracker.order_event_recorded_at set (autosummarize = on);
select brin_summarize_new_values('tracker.order_event_recorded_at');
