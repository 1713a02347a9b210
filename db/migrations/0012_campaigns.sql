create schema campaigns;
grant usage on schema campaigns to hengai_app;

create table campaigns.campaigns (
  organisation_id uuid not null,
  campaign_id uuid not null,
  kind text not null check (kind in ('vaccination', 'heat', 'flood', 'fraud', 'other')),
  name text not null,
  year smallint not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, campaign_id)
);
comment on table campaigns.campaigns is '动员: what people are called about, one row per campaign.';
create unique index campaigns_name on campaigns.campaigns (organisation_id, name) where void_id is null;
select app.protect('campaigns.campaigns', 'select, insert, update (void_id)');

create table campaigns.calls (
  organisation_id uuid not null,
  call_id uuid not null,
  campaign_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  called_at time,
  outcome text not null,
  willingness text,
  caller text,
  not_counted text check (not_counted in ('not_answered')),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, call_id),
  foreign key (organisation_id, campaign_id) references campaigns.campaigns (organisation_id, campaign_id)
);
comment on table campaigns.calls is '电访: one call to one person. An answered one has a service record of the same id; the others are kept here and add nothing.';
comment on column campaigns.calls.outcome is '结果: answered 接通, no_answer 未接, refused 拒接, switched_off 关机, wrong_number 空号, or the word used.';
comment on column campaigns.calls.willingness is '接种意愿: willing, undecided, unwilling, vaccinated, unfit, or the word used.';
create index calls_day on campaigns.calls (organisation_id, occurred_on, station_id);
create index calls_answered on campaigns.calls (organisation_id, person_id, occurred_on) where not_counted is null and void_id is null;
select app.protect('campaigns.calls', 'select, insert, update (void_id, person_id)', true);

create table campaigns.doses (
  organisation_id uuid not null,
  dose_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  dose smallint not null check (dose between 1 and 3),
  place text,
  note text,
  not_counted text check (not_counted in ('under_60', 'not_mobilised')),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  once_key uuid,
  void_id uuid,
  primary key (organisation_id, dose_id)
);
comment on table campaigns.doses is '接种: one dose given to one person (rule R21). No service record: a dose is an outcome, not a service of ours.';
comment on column campaigns.doses.not_counted is 'What was known when the row was written. Whether it counts now is told by campaigns.mobilised_doses.';
create unique index doses_once on campaigns.doses (organisation_id, once_key) where void_id is null;
create index doses_day on campaigns.doses (organisation_id, occurred_on, station_id);
create index doses_person on campaigns.doses (organisation_id, person_id);
select app.protect('campaigns.doses', 'select, insert, update (void_id, person_id)', true, 'health');

-- The caller's own rights and row-level security hold (security_invoker).
create view campaigns.mobilised_doses with (security_invoker = true) as
select d.organisation_id, d.dose_id, d.station_id, d.contract_id, d.person_id, d.occurred_on, d.dose, d.place, d.note, d.evidence,
  d.recorded_by, d.recorded_at, d.void_id, c.first_answered_on,
  case when p.born_on is null or (p.born_on + interval '60 years')::date > d.occurred_on then 'under_60'
       when c.first_answered_on is null or c.first_answered_on > d.occurred_on then 'not_mobilised' end as standing_code,
  (d.void_id is null and p.born_on is not null and (p.born_on + interval '60 years')::date <= d.occurred_on
    and c.first_answered_on is not null and c.first_answered_on <= d.occurred_on) as counts
from campaigns.doses d
join people.persons p on p.organisation_id = d.organisation_id and p.person_id = d.person_id
left join lateral (
  select occurred_on as first_answered_on from campaigns.calls
  where organisation_id = d.organisation_id and person_id = d.person_id and not_counted is null and void_id is null
  order by occurred_on limit 1
) c on true;
comment on view campaigns.mobilised_doses is 'Doses with whether they count today: the person was 60 (老年人权益保障法 §2) on the day of the dose and had answered a call on or before it (rule R21).';
grant select on campaigns.mobilised_doses to hengai_app;
