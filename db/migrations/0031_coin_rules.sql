-- Coins by rule (金币规则): what a service earns, how much may be given by hand, when coins expire; and the other side of every entry.
create table points.rules (
  organisation_id uuid not null,
  rule_id uuid not null,
  service_type text not null,
  role text not null check (role in ('participant', 'volunteer')),
  per text not null check (per in ('time', 'hour')),
  coins integer not null check (coins between 0 and 1000),
  day_most integer check (day_most > 0),
  month_most integer check (month_most > 0),
  fund text not null check (fund in ('government', 'donation', 'own')),
  valid_from date not null,
  valid_to date,
  source text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, rule_id),
  check (valid_to >= valid_from)
);
comment on table points.rules is '金币规则: of one service and role the youngest valid_from up to the day of the service is in force; of one day the one recorded last. Never edited.';
comment on column points.rules.per is 'time: once per attendance (次); hour: per full hour (小时).';
comment on column points.rules.coins is 'Coins (枚) per time or hour; 0 = nothing from this day on.';
comment on column points.rules.day_most is 'Coins (枚) a person earns at most by this rule in one day; null = no cap.';
comment on column points.rules.month_most is 'Coins (枚) a person earns at most by this rule in one calendar month; null = no cap.';
comment on column points.rules.fund is '资金来源: who pays for what these coins buy.';
comment on column points.rules.valid_to is 'The last day on which it gives anything; null = until another rule takes its place.';
create index rules_valid on points.rules (organisation_id, service_type, role, valid_from);
select app.protect('points.rules', 'select, insert');

create table points.terms (
  organisation_id uuid not null,
  terms_id uuid not null,
  by_hand_most integer not null check (by_hand_most >= 0),
  day_most integer check (day_most > 0),
  month_most integer check (month_most > 0),
  months_kept integer check (months_kept between 1 and 120),
  notice_days integer not null check (notice_days between 0 and 180),
  valid_from date not null,
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (organisation_id, terms_id)
);
comment on table points.terms is '金币通则: the youngest valid_from up to the day is in force; of one day the one recorded last. Never edited.';
comment on column points.terms.by_hand_most is 'Coins (枚) one person may give by hand in one entry; more waits for a second person.';
comment on column points.terms.day_most is 'Coins (枚) a person earns at most by all rules together in one day; null = no cap.';
comment on column points.terms.month_most is 'The same in one calendar month.';
comment on column points.terms.months_kept is 'Coins given while this is in force expire at the end of the month in which so many months have passed; null = never.';
comment on column points.terms.notice_days is 'So many days before they expire the coins stand on the notice list.';
create index terms_valid on points.terms (organisation_id, valid_from);
select app.protect('points.terms', 'select, insert');

-- Every entry names both sides: the account of the member number, and the account its coins come from or go to.
alter table points.entries no force row level security;
alter table points.entries add column counter text;
alter table points.entries add column rule_id uuid;
update points.entries set counter = case kind when 'opening' then 'opening' when 'spent' then 'shop' else 'unstated' end;
alter table points.entries alter column counter set not null;
alter table points.entries add check (counter in ('government', 'donation', 'own', 'unstated', 'opening', 'shop', 'physical', 'expired', 'unrecovered'));
alter table points.entries force row level security;
comment on column points.entries.counter is '对方账户: what the member''s account gains this one loses, so that all accounts together hold nothing. government, donation, own, unstated: 资金来源; opening 期初; shop 兑换商店; physical 实物金币; expired 过期; unrecovered 无法收回.';
comment on column points.entries.rule_id is 'The rule that gave it; the entry has the id of the record it was given for.';

create table points.grant_requests (
  organisation_id uuid not null,
  entry_id uuid not null,
  member_no text not null,
  person_id uuid not null,
  station_id uuid not null,
  occurred_on date not null,
  kind text not null check (kind in ('earned', 'adjusted')),
  amount integer not null check (amount > 0),
  fund text not null,
  reason text not null,
  handled_by text,
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision text check (decision in ('confirmed', 'refused')),
  primary key (organisation_id, entry_id),
  check ((decided_by is null) = (decided_at is null) and (decided_at is null) = (decision is null)),
  check (decided_by is null or decided_by <> requested_by or decision = 'refused')
);
comment on table points.grant_requests is '待确认的手工发放: coins above what one person may give by hand. Once a second person has confirmed it, an entry of the same id stands in the ledger.';
create index grant_requests_open on points.grant_requests (organisation_id, requested_at) where decided_at is null;
create index grant_requests_person on points.grant_requests (organisation_id, person_id);
select app.protect('points.grant_requests', 'select, insert, update (person_id, decided_by, decided_at, decision)', true);
