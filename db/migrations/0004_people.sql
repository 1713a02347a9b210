create schema people;
grant usage on schema people to hengai_app;

create table people.persons (
  organisation_id uuid not null,
  person_id uuid not null,
  name text not null,
  name_key text not null,
  pinyin text not null,
  initials text not null,
  search_grams text[] not null,
  sex text check (sex in ('male', 'female')),
  born_on date,
  id_kind text check (id_kind in ('mainland', 'permit')),
  id_sealed bytea,
  id_blind bytea,
  phone_sealed bytea,
  phone_blind bytea,
  phone_tail_blind bytea,
  station_ids uuid[] not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  merged_into uuid,
  void_id uuid,
  primary key (organisation_id, person_id)
);
comment on table people.persons is '服务对象: one row per human being, whatever number of registers name them.';
comment on column people.persons.name_key is 'Name after NFKC, without spaces, simplified characters: for comparing.';
comment on column people.persons.pinyin is 'Full pinyin without tones or spaces, surname read as a surname (单 shan, 解 xie).';
comment on column people.persons.search_grams is 'One and two characters of the name, two letters of pinyin and initials: two-character names hold no trigram.';
comment on column people.persons.station_ids is 'Stations whose registers name the person; row-level security compares it.';
comment on column people.persons.merged_into is 'Set when the person was merged into another; such a row is kept and no longer counts.';
create unique index persons_id on people.persons (organisation_id, id_blind) where id_blind is not null and merged_into is null and void_id is null;
create index persons_name on people.persons (organisation_id, name_key);
create index persons_phone on people.persons (organisation_id, phone_blind);
create index persons_phone_tail on people.persons (organisation_id, phone_tail_blind);
create index persons_grams on people.persons using gin (search_grams);
select app.protect('people.persons', 'select, insert, update');
alter policy wall on people.persons to hengai_stations using (
  organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
  and station_ids && string_to_array(nullif(current_setting('app.station_ids', true), ''), ',')::uuid[])
with check (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
create policy whole on people.persons to hengai_whole using (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid)
with check (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);

create table people.registrations (
  organisation_id uuid not null,
  registration_id uuid not null,
  person_id uuid not null,
  station_id uuid not null,
  member_no text not null,
  name text not null,
  name_key text not null,
  sex text check (sex in ('male', 'female')),
  born_on date,
  id_blind bytea,
  phone_blind bytea,
  community text,
  categories text[] not null default '{}',
  living_status text,
  ability text,
  disability_category smallint check (disability_category between 1 and 7),
  disability_grade smallint check (disability_grade between 1 and 4),
  consent_no text,
  pendant_no text,
  is_volunteer boolean,
  joined_on date,
  status text not null check (status in ('active', 'withdrawn', 'deceased')),
  status_on date,
  private_sealed bytea,
  health_sealed bytea,
  warnings text[] not null default '{}',
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, registration_id),
  foreign key (organisation_id, person_id) references people.persons (organisation_id, person_id)
);
comment on table people.registrations is '会员登记: one row of a station''s register. A person may stand in several.';
comment on column people.registrations.born_on is 'From the ID number; as typed only without a mainland ID (rule R24).';
comment on column people.registrations.disability_category is 'From a card number made of the own ID, category 1-7 and grade 1-4; null when there is no valid card.';
comment on column people.registrations.private_sealed is 'Sealed JSON: addresses, contacts, guardian, card number and what else the register holds.';
comment on column people.registrations.health_sealed is 'Sealed JSON: chronic conditions, medication, allergies, height, weight.';
create unique index registrations_member_no on people.registrations (organisation_id, member_no) where void_id is null;
create index registrations_person on people.registrations (organisation_id, person_id);
select app.protect('people.registrations', 'select, insert, update', true);

create table people.held_registrations (
  organisation_id uuid not null,
  held_id uuid not null,
  station_id uuid not null,
  member_no text not null,
  code text not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, held_id)
);
comment on table people.held_registrations is 'Member numbers whose register row was refused: services under them wait until the row is mended.';
create index held_member_no on people.held_registrations (organisation_id, member_no);
select app.protect('people.held_registrations', 'select, insert, update (void_id)', true);

create table people.duplicates (
  organisation_id uuid not null,
  duplicate_id uuid not null,
  person_a uuid not null,
  person_b uuid not null,
  score smallint not null,
  reasons jsonb not null,
  state text not null default 'open' check (state in ('open', 'same', 'not_same')),
  decided_by uuid,
  decided_at timestamptz,
  recorded_at timestamptz not null default now(),
  primary key (organisation_id, duplicate_id),
  check (person_a < person_b)
);
comment on table people.duplicates is '疑似重复: pairs a person must look at. The score is explained by its reasons.';
create unique index duplicates_pair on people.duplicates (organisation_id, person_a, person_b);
select app.protect('people.duplicates', 'select, insert, update (state, decided_by, decided_at)');

create table people.merges (
  organisation_id uuid not null,
  merge_id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  reason text not null,
  moved jsonb not null,
  merged_by uuid not null,
  merged_at timestamptz not null,
  undone_by uuid,
  undone_at timestamptz,
  primary key (organisation_id, merge_id)
);
comment on table people.merges is '合并: which person was joined to which, and the ids of every row that was moved, so that it can be undone.';
select app.protect('people.merges', 'select, insert, update (undone_by, undone_at)');
