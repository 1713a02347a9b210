create schema canteen;
grant usage on schema canteen to hengai_app;

create table canteen.meals (
  organisation_id uuid not null,
  meal_id uuid not null,
  station_id uuid not null,
  contract_id uuid,
  person_id uuid not null,
  occurred_on date not null,
  meal text not null,
  way text not null check (way in ('dine_in', 'take_away', 'delivery')),
  charge_fen integer not null check (charge_fen >= 0),
  subsidy_fen integer not null check (subsidy_fen >= 0),
  paid_fen integer not null check (paid_fen >= 0),
  evidence text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  void_id uuid,
  primary key (organisation_id, meal_id),
  foreign key (organisation_id, meal_id) references records.records (organisation_id, record_id),
  check (charge_fen = subsidy_fen + paid_fen)
);
comment on table canteen.meals is '助餐: one meal of one person. The service record of the same id counts it.';
comment on column canteen.meals.meal is 'breakfast, lunch, dinner, or the word used.';
create index meals_day on canteen.meals (organisation_id, occurred_on, station_id);
create index meals_person on canteen.meals (organisation_id, person_id);
select app.protect('canteen.meals', 'select, insert, update (void_id, person_id)', true);
