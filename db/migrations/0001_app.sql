-- The ground every slice stands on: the application role, the wall around organisations, the audit trail.
create schema if not exists app;

-- hengai_app holds the privileges; a transaction runs as one of its two members. Which of them says whether every station is seen: a rule
-- that asks a setting asks it again for every row, and that took most of the time of counting (docs/decisions/0011).
do $$
declare
  name text;
begin
  foreach name in array array['hengai_app', 'hengai_stations', 'hengai_whole'] loop
    if not exists (select from pg_roles where rolname = name) then
      execute format('create role %I nologin nosuperuser nobypassrls', name);
    end if;
  end loop;
end $$;
grant hengai_app to hengai_stations, hengai_whole;
grant hengai_app, hengai_stations, hengai_whole to current_user;
grant usage on schema app to hengai_app;

-- SET LOCAL through EXECUTE, because set_config does not reach the workers of a distributed database (docs/decisions/0001).
create function app.enter(p_organisation_id text, p_stations text, p_sensitive text) returns void language plpgsql as $$
begin
  execute format('set local app.organisation_id = %L', p_organisation_id);
  execute format('set local app.station_ids = %L', case when p_stations = 'all' then '' else p_stations end);
  execute format('set local app.sensitive = %L', p_sensitive);
  execute format('set local role %I', case when p_stations = 'all' then 'hengai_whole' else 'hengai_stations' end);
end $$;

-- Puts the wall around one table: row-level security forced, and the privileges the application needs, no more.
-- p_privileges: e.g. 'select, insert' for rows that are never changed; 'select, insert, update (void_id)'.
-- p_station: rows belong to a station (station_id); p_sensitive: only roles that may see this kind of sensitive rows.
-- A table of stations has two policies: `wall` for who sees some stations, `whole` for who sees the organisation.
create function app.protect(p_table regclass, p_privileges text, p_station boolean default false, p_sensitive text default null)
returns void language plpgsql as $$
declare
  rule text := 'organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid';
  own text := ' and station_id = any (string_to_array(nullif(current_setting(''app.station_ids'', true), ''''), '','')::uuid[])';
begin
  if p_sensitive is not null then
    rule := rule || format(' and position(%L in current_setting(''app.sensitive'', true)) > 0', p_sensitive);
  end if;
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  if p_station then
    execute format('create policy wall on %s to hengai_stations using (%s) with check (%s)', p_table, rule || own, rule || own);
    execute format('create policy whole on %s to hengai_whole using (%s) with check (%s)', p_table, rule, rule);
  else
    execute format('create policy wall on %s using (%s) with check (%s)', p_table, rule, rule);
  end if;
  execute format('grant %s on %s to hengai_app', p_privileges, p_table);
end $$;

create schema audit;
grant usage on schema audit to hengai_app;
create table audit.entries (
  organisation_id uuid not null,
  audit_id uuid not null,
  at timestamptz not null,
  account_id uuid,
  request_id text not null,
  action text not null,
  entity text not null,
  entity_ids uuid[] not null,
  before jsonb,
  after jsonb,
  primary key (organisation_id, audit_id)
);
comment on table audit.entries is 'Who did what: one row per change, or per batch of up to 1,000 rows written together. Never changed, never removed.';
comment on column audit.entries.action is 'Name of the endpoint or command.';
comment on column audit.entries.before is 'Fields that changed, as they were; personal fields masked.';
create index audit_entries_entity on audit.entries using gin (entity_ids);
create index audit_entries_at on audit.entries (organisation_id, at desc);
select app.protect('audit.entries', 'select, insert');
