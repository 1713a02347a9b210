-- Members leave, die and come back; two persons turn out to be one.
create table people.status_changes (
  organisation_id uuid not null,
  change_id uuid not null,
  registration_id uuid not null,
  station_id uuid not null,
  status text not null check (status in ('active', 'withdrawn', 'deceased')),
  status_on date not null,
  was_status text not null,
  was_status_on date,
  reason text not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (organisation_id, change_id),
  foreign key (organisation_id, registration_id) references people.registrations (organisation_id, registration_id)
);
comment on table people.status_changes is '状态变更: a member left, died or came back; who noted it, and why. Never changed.';
create index status_changes_registration on people.status_changes (organisation_id, registration_id);
select app.protect('people.status_changes', 'select, insert', true);

comment on column people.merges.moved is '{tables: {table: ids}, voided: {table: ids}, void_id, filled, kept_station_ids}: ids of the rows that were moved, of those that became a repeat, and what the kept person gained.';

-- What counts once for a person is compared by key and person, so that the rows of a merged person meet those of the one who is kept.
drop index records.records_once;
create unique index records_once on records.records (organisation_id, once_key, person_id) nulls not distinct where void_id is null and once_key is not null;
drop index campaigns.doses_once;
create unique index doses_once on campaigns.doses (organisation_id, once_key, person_id) where void_id is null;
drop index health.measurements_once;
create unique index measurements_once on health.measurements (organisation_id, once_key, person_id) where void_id is null;
drop index rehab.trainees_once;
create unique index trainees_once on rehab.trainees (organisation_id, once_key, person_id) where void_id is null;
drop index rehab.skills_once;
create unique index skills_once on rehab.skills (organisation_id, once_key, person_id) where void_id is null;
drop index rehab.goals_once;
create unique index goals_once on rehab.goals (organisation_id, once_key, person_id) where void_id is null;
drop index rehab.exercise_months_once;
create unique index exercise_months_once on rehab.exercise_months (organisation_id, once_key, person_id) where void_id is null;
drop index rehab.daily_checks_once;
create unique index daily_checks_once on rehab.daily_checks (organisation_id, once_key, person_id) where void_id is null;
comment on column records.records.once_key is 'Hash of what counts once (a meal of a day …) but for the person; unique, per person, among records that stand.';
