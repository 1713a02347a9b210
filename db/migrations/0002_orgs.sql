create schema orgs;
grant usage on schema orgs to hengai_app;

create table orgs.organisations (
  organisation_id uuid not null,
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  created_at timestamptz not null default now(),
  primary key (organisation_id)
);
comment on table orgs.organisations is '机构: the tenant. Every other row belongs to one.';
select app.protect('orgs.organisations', 'select, update (name, time_zone)');

create table orgs.stations (
  organisation_id uuid not null,
  station_id uuid not null,
  code text not null,
  name text not null,
  town text,
  community text,
  division_code text,
  kind text not null check (kind in ('home_care_station', 'elder_care_centre', 'disability_centre', 'other')),
  opened_on date,
  leader text,
  phone text,
  state text not null check (state in ('open', 'closed')),
  note text,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, station_id)
);
comment on table orgs.stations is '站点: where services happen. The telephone is the station''s own line, not a person''s.';
comment on column orgs.stations.division_code is '统计用区划代码, 12 digits.';
comment on column orgs.stations.void_id is 'The event that took this row back (records.voids); null = it stands.';
create unique index stations_code on orgs.stations (organisation_id, code) where void_id is null;
select app.protect('orgs.stations', 'select, insert, update');

create table orgs.service_types (
  organisation_id uuid not null,
  service_type text not null,
  valid_from date not null,
  valid_to date,
  domain text not null,
  name_zh text not null,
  name_en text not null,
  counts_in_total boolean not null,
  source text not null,
  primary key (organisation_id, service_type, valid_from)
);
comment on table orgs.service_types is '服务目录: what can be put on record, as dated rows.';
comment on column orgs.service_types.counts_in_total is 'Whether a record of this type is part of 年度服务人次 (rule R18).';
select app.protect('orgs.service_types', 'select, insert, update (valid_to)');
