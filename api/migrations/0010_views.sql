-- Lists that somebody wants to come back to: a name for what stands behind the ? of the page.
create table api.saved_view (
  id         bigint generated always as identity primary key,
  owner      text collate "C" not null,
  name       text not null,
  query      text not null,
  shared     boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- Nobody has two of one name; and for: somebody's own ones
create unique index saved_view_name on api.saved_view (owner, name);
-- for: those that everybody sees
create index saved_view_shared on api.saved_view (name, id) where shared;
