create schema volunteering;
grant usage on schema volunteering to hengai_app;

-- Volunteers and their teams belong to the organisation, not to a station: no station wall.
create table volunteering.volunteers (
  organisation_id uuid not null,
  volunteer_id uuid not null,
  volunteer_no text not null,
  name text not null,
  name_key text not null,
  sex text check (sex in ('male', 'female')),
  person_key uuid not null,
  id_sealed bytea,
  phone_sealed bytea,
  member_no text,
  person_id uuid,
  team text,
  registered_on date,
  roster_year smallint not null,
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, volunteer_id)
);
comment on table volunteering.volunteers is '志愿者名册: one row of a year''s roster. One human being may hold several numbers.';
comment on column volunteering.volunteers.person_key is 'Equal exactly when the ID number is equal; of the volunteer number when there is no ID number.';
comment on column volunteering.volunteers.person_id is 'The member the volunteer also is, when the roster names a member number that is registered.';
create unique index volunteers_once on volunteering.volunteers (organisation_id, once_key) where void_id is null;
create index volunteers_no on volunteering.volunteers (organisation_id, volunteer_no);
create index volunteers_name on volunteering.volunteers (organisation_id, name_key);
create index volunteers_person on volunteering.volunteers (organisation_id, person_id) where person_id is not null;
select app.protect('volunteering.volunteers', 'select, insert, update (void_id, person_id)');

create table volunteering.activities (
  organisation_id uuid not null,
  activity_id uuid not null,
  number text not null,
  team text not null,
  contract_id uuid,
  station_id uuid,
  occurred_on date not null,
  title text,
  minutes numeric(7, 2) not null check (minutes > 0 and minutes <= 720),
  person_times_served integer not null check (person_times_served >= 0),
  volunteers_reported integer,
  noted_by text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, activity_id)
);
comment on table volunteering.activities is '志愿活动: what a team did on a day. The persons served are never service person-times (rule R18).';
comment on column volunteering.activities.station_id is 'The station of the contract, when it takes exactly one.';
comment on column volunteering.activities.minutes is 'How long the activity took, whatever the number of volunteers; hundredths, because hours are written with decimals.';
comment on column volunteering.activities.volunteers_reported is 'As written; the volunteers themselves are rows of volunteering.hours.';
create unique index activities_once on volunteering.activities (organisation_id, once_key) where void_id is null;
create index activities_number on volunteering.activities (organisation_id, number);
create index activities_day on volunteering.activities (organisation_id, occurred_on);
select app.protect('volunteering.activities', 'select, insert, update (void_id)');

create table volunteering.held_numbers (
  organisation_id uuid not null,
  held_id uuid not null,
  number text not null,
  code text not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, held_id)
);
comment on table volunteering.held_numbers is 'Numbers of volunteer activities whose row was refused: hours under them do not count until the row is mended.';
create index held_numbers_number on volunteering.held_numbers (organisation_id, number);
select app.protect('volunteering.held_numbers', 'select, insert, update (void_id)');

create table volunteering.hours (
  organisation_id uuid not null,
  hours_id uuid not null,
  activity_id uuid not null,
  volunteer_id uuid not null,
  person_key uuid not null,
  person_id uuid,
  contract_id uuid,
  station_id uuid,
  occurred_on date not null,
  minutes numeric(7, 2) not null check (minutes > 0 and minutes <= 720),
  note text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, hours_id),
  foreign key (organisation_id, activity_id) references volunteering.activities (organisation_id, activity_id),
  foreign key (organisation_id, volunteer_id) references volunteering.volunteers (organisation_id, volunteer_id)
);
comment on table volunteering.hours is '志愿者时长: how long one volunteer served in one activity; each human being once per activity.';
create unique index hours_once on volunteering.hours (organisation_id, once_key) where void_id is null;
create index hours_day on volunteering.hours (organisation_id, occurred_on);
create index hours_activity on volunteering.hours (organisation_id, activity_id);
create index hours_volunteer on volunteering.hours (organisation_id, volunteer_id);
select app.protect('volunteering.hours', 'select, insert, update (void_id, person_id)');
