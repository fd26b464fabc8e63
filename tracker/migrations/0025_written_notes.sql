-- for: what people wrote on orders during a shift. It holds our own events of two types, so others are written as before.
create index order_event_written on tracker.order_event (recorded_at)
  where source = 'orderwatch' and type in ('order.note', 'order.advanced');
