create schema records;
grant usage on schema records to hengai_app;

create table records.voids (
  organisation_id uuid not null,
  void_id uuid not null,
  reason text not null,
  replaced_by uuid,
  voided_by uuid not null,
  voided_at timestamptz not null,
  primary key (organisation_id, void_id)
);
comment on table records.voids is '作废: one row per act of taking back, of one record or of a whole import. Rows point to it by void_id (docs/decisions/0004).';
select app.protect('records.voids', 'select, insert');

create table records.records (
  organisation_id uuid not null,
  record_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  service_type text not null,
  who text not null check (who in ('person', 'walk_in', 'headcount')),
  person_id uuid,
  person_times integer not null check (person_times between 1 and 500),
  occurred_on date not null,
  started_at time,
  minutes integer check (minutes > 0 and minutes <= 1440),
  mode text not null check (mode in ('on_site', 'home', 'phone', 'online', 'outreach')),
  delivered_by text,
  source text not null,
  evidence text not null check (evidence in ('scanned', 'witnessed', 'self_entered', 'back_filled', 'imported')),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, record_id),
  check ((who = 'person') = (person_id is not null)),
  check (who = 'headcount' or person_times = 1)
);
comment on table records.records is '服务记录: the spine. One row per person served, or per head-count of unnamed people. Never edited; taken back through void_id.';
comment on column records.records.record_id is 'Made by whoever records, so that sending twice counts once; the detail row of the slice has the same id.';
comment on column records.records.contract_id is 'The contract that takes the record (contracts.takes, or named by the recorder).';
comment on column records.records.source is 'The slice table with the detail, e.g. canteen.meals.';
comment on column records.records.once_key is 'Hash of what counts once (a person''s meal of a day …); unique among records that stand.';
create unique index records_once on records.records (organisation_id, once_key) where void_id is null;
create index records_person on records.records (organisation_id, person_id, occurred_on desc);
create index records_day on records.records (organisation_id, occurred_on, station_id, service_type);
select app.protect('records.records', 'select, insert, update (void_id, person_id)', true);
