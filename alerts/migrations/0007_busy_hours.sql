-- for: partners from whom many orders came at once lately
create index rhythm_busy on alerts.rhythm (hour) where kind = 'partner' and orders >= 20;
