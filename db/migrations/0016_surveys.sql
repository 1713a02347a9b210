create schema surveys;
grant usage on schema surveys to hengai_app;

create table surveys.responses (
  organisation_id uuid not null,
  response_id uuid not null,
  station_id uuid,
  contract_id uuid,
  occurred_on date not null,
  number text,
  age_band text,
  environment smallint check (environment between 1 and 5),
  attitude smallint check (attitude between 1 and 5),
  expertise smallint check (expertise between 1 and 5),
  content smallint check (content between 1 and 5),
  overall smallint not null check (overall between 1 and 5),
  by_proxy boolean not null default false,
  opinion text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, response_id)
);
comment on table surveys.responses is '满意度问卷: one answered questionnaire, without a name.';
comment on column surveys.responses.station_id is 'The one station its contract is tied to; null for a contract without a station, or with several.';
comment on column surveys.responses.number is '问卷编号: counts once in a year.';
comment on column surveys.responses.overall is '总体, 1-5; 4 and 5 are satisfied (rule R36). The other four scores may be missing.';
create unique index responses_once on surveys.responses (organisation_id, once_key) where void_id is null;
create index responses_day on surveys.responses (organisation_id, occurred_on, contract_id);
select app.protect('surveys.responses', 'select, insert, update (void_id)', true);
-- A row of a station is that station's; one without a station is the organisation's.
alter policy wall on surveys.responses using (
  organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
  and coalesce(station_id, '00000000-0000-0000-0000-000000000000') = any (string_to_array(
    '00000000-0000-0000-0000-000000000000' || coalesce(',' || nullif(current_setting('app.station_ids', true), ''), ''), ',')::uuid[]))
with check (
  organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid
  and coalesce(station_id, '00000000-0000-0000-0000-000000000000') = any (string_to_array(
    '00000000-0000-0000-0000-000000000000' || coalesce(',' || nullif(current_setting('app.station_ids', true), ''), ''), ',')::uuid[]));
