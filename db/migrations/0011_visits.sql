create schema visits;
grant usage on schema visits to hengai_app;

create table visits.home_services (
  organisation_id uuid not null,
  home_service_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  started_at time,
  minutes numeric not null check (minutes > 0 and minutes <= 720),
  service text not null,
  delivered_by text,
  rating text,
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, home_service_id),
  foreign key (organisation_id, home_service_id) references records.records (organisation_id, record_id)
);
comment on table visits.home_services is '上门服务: one service in one person''s home. The service record of the same id counts it.';
comment on column visits.home_services.minutes is '时长: hours as written times 60, not rounded, so that hours add up to what was written (rule R22).';
comment on column visits.home_services.service is '服务项目: 助洁, 助浴, 理发 …, the word used.';
comment on column visits.home_services.rating is '服务评价: very_satisfied, satisfied, fair, dissatisfied, or the word used.';
create index home_services_day on visits.home_services (organisation_id, occurred_on, station_id);
create index home_services_person on visits.home_services (organisation_id, person_id);
select app.protect('visits.home_services', 'select, insert, update (void_id, person_id)', true);

create table visits.visits (
  organisation_id uuid not null,
  visit_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  way text not null,
  content text,
  visitor text,
  not_counted text check (not_counted in ('visit_failed')),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, visit_id)
);
comment on table visits.visits is '探访: one visit to one person. A completed one has a service record of the same id; one that failed is kept here and adds nothing.';
comment on column visits.visits.way is '方式: home 入户, phone 电话, online 视频, on_site 来站, or the word used.';
comment on column visits.visits.not_counted is 'visit_failed: nobody met or reached (是否成功 = 否, rule R19).';
create index visits_day on visits.visits (organisation_id, occurred_on, station_id);
create index visits_person on visits.visits (organisation_id, person_id);
select app.protect('visits.visits', 'select, insert, update (void_id, person_id)', true);
