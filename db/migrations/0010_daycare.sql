create schema daycare;
grant usage on schema daycare to hengai_app;

create table daycare.attendances (
  organisation_id uuid not null,
  attendance_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  arrived_at time,
  left_at time,
  minutes integer check (minutes > 0 and minutes <= 1440),
  napped boolean,
  handled_by text,
  evidence text not null check (evidence in ('scanned', 'witnessed', 'self_entered', 'back_filled', 'imported')),
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, attendance_id),
  foreign key (organisation_id, attendance_id) references records.records (organisation_id, record_id)
);
comment on table daycare.attendances is '日托: one day of one person in day care. The service record of the same id counts it.';
comment on column daycare.attendances.minutes is 'From arrival to leaving; null when either is missing or they do not fit.';
comment on column daycare.attendances.napped is '午休: null when nobody wrote it down.';
create index attendances_day on daycare.attendances (organisation_id, occurred_on, station_id);
create index attendances_person on daycare.attendances (organisation_id, person_id);
select app.protect('daycare.attendances', 'select, insert, update (void_id, person_id)', true);
