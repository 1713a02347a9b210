-- Membership per station: somebody applies, is approved or refused, is a member for a term, renews; and bears a card.
create table people.applications (
  organisation_id uuid not null,
  application_id uuid not null,
  station_id uuid not null,
  name text not null,
  applied_on date not null,
  entry_sealed bytea not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  decision text check (decision in ('approved', 'refused')),
  decision_reason text,
  decided_by uuid,
  decided_at timestamptz,
  registration_id uuid,
  primary key (organisation_id, application_id)
);
comment on table people.applications is '入会申请: what somebody asks to be registered with. Not in the register, and counted nowhere, until it is approved.';
comment on column people.applications.entry_sealed is 'Sealed JSON: the whole form as it was filled in.';
comment on column people.applications.registration_id is 'The registration that approval made.';
create index applications_waiting on people.applications (organisation_id, applied_on) where decision is null;
select app.protect('people.applications', 'select, insert, update (decision, decision_reason, decided_by, decided_at, registration_id)', true);

create table people.membership_terms (
  organisation_id uuid not null,
  term_id uuid not null,
  registration_id uuid not null,
  station_id uuid not null,
  starts_on date not null,
  ends_on date not null,
  note text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, term_id),
  foreign key (organisation_id, registration_id) references people.registrations (organisation_id, registration_id),
  check (ends_on >= starts_on)
);
comment on table people.membership_terms is '会籍期: from when to when a registration is a membership; each renewal adds a row. A registration without any has no end.';
create index membership_terms_registration on people.membership_terms (organisation_id, registration_id, ends_on);
select app.protect('people.membership_terms', 'select, insert', true);

create table people.cards (
  organisation_id uuid not null,
  card_id uuid not null,
  registration_id uuid not null,
  station_id uuid not null,
  code text not null,
  issued_by uuid not null,
  issued_at timestamptz not null,
  blocked_for text check (blocked_for in ('lost', 'damaged', 'returned')),
  blocked_by uuid,
  blocked_at timestamptz,
  replaced_by uuid,
  primary key (organisation_id, card_id),
  foreign key (organisation_id, registration_id) references people.registrations (organisation_id, registration_id)
);
comment on table people.cards is '会员卡: what a member shows at the door. A lost card is blocked, never removed: the desk is told what it was.';
comment on column people.cards.code is '16 digits, random but for the last (Luhn, ISO/IEC 7812-1 annex B): they say nothing about the person and come through any keyboard layout.';
comment on column people.cards.replaced_by is 'The card that was made in its place.';
create unique index cards_code on people.cards (organisation_id, code);
create unique index cards_standing on people.cards (organisation_id, registration_id) where blocked_at is null;
create index cards_registration on people.cards (organisation_id, registration_id);
select app.protect('people.cards', 'select, insert, update (blocked_for, blocked_by, blocked_at, replaced_by)', true);
