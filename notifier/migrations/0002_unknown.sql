-- for: looking up what may have gone out, every few seconds, and counting it and what was given up at each scrape. Not the
-- one of everything troubled: what has failed for good stays there for ever, and they would read all of it each time.
create index message_undecided on notifier.message (state, channel, not_before) where state in ('unknown', 'dead');
