-- People are found by part of a name behind row-level security. There PostgreSQL looks into an index only for operators that are
-- leakproof: equality and ranges, neither LIKE nor what a GIN index answers (pg_proc.proleakproof). So a part of a name is a range on
-- the name from its first, second, third or fourth sign on.
alter table people.persons
  drop column search_grams,
  add column name_size smallint not null generated always as (length(name_key)) stored,
  add column name_2 text generated always as (nullif(substr(name_key, 2), '')) stored,
  add column name_3 text generated always as (nullif(substr(name_key, 3), '')) stored,
  add column name_4 text generated always as (nullif(substr(name_key, 4), '')) stored,
  add column sign_1 text generated always as (nullif(substr(name_key, 1, 1), '')) stored,
  add column sign_2 text generated always as (nullif(substr(name_key, 2, 1), '')) stored,
  add column sign_3 text generated always as (nullif(substr(name_key, 3, 1), '')) stored,
  add column sign_4 text generated always as (nullif(substr(name_key, 4, 1), '')) stored,
  add column initials_2 text generated always as (substr(initials, 1, 2)) stored;
comment on column people.persons.name_size is 'Signs of the name; short names stand first among those found.';
comment on column people.persons.name_2 is 'The name from its second sign on; null when it has none.';
comment on column people.persons.sign_1 is 'The first sign of the name.';
comment on column people.persons.initials_2 is 'The first two initials: what most people type.';

-- A part of two signs or more is a range; few names hold it, and they are put in order when they are found. The sign it begins with
-- says nothing that the range does not, but lets the planner guess well before it knows the part: one plan, kept, serves all.
create index persons_name_1 on people.persons (organisation_id, sign_1, name_key collate "C") include (name_size, pinyin, person_id)
  where merged_into is null and void_id is null;
create index persons_name_2 on people.persons (organisation_id, sign_2, name_2 collate "C") include (name_size, pinyin, person_id)
  where merged_into is null and void_id is null and sign_2 is not null;
create index persons_name_3 on people.persons (organisation_id, sign_3, name_3 collate "C") where merged_into is null and void_id is null and sign_3 is not null;
create index persons_name_4 on people.persons (organisation_id, sign_4, name_4 collate "C") where merged_into is null and void_id is null and sign_4 is not null;
create index persons_long_name on people.persons (organisation_id, name_size) where merged_into is null and void_id is null and name_size > 4;
-- One sign stands in thousands of names (王 in one of fourteen): its index delivers them in order.
create index persons_sign_1 on people.persons (organisation_id, sign_1, name_size, pinyin collate "C", person_id)
  where merged_into is null and void_id is null;
create index persons_sign_2 on people.persons (organisation_id, sign_2, name_size, pinyin collate "C", person_id)
  where merged_into is null and void_id is null and sign_2 is not null;
create index persons_sign_3 on people.persons (organisation_id, sign_3, name_size, pinyin collate "C", person_id)
  where merged_into is null and void_id is null and sign_3 is not null;
create index persons_sign_4 on people.persons (organisation_id, sign_4, name_size, pinyin collate "C", person_id)
  where merged_into is null and void_id is null and sign_4 is not null;
-- Letters begin the pinyin or the initials; within names of one size the first two indexes deliver the order. Three initials are few.
create index persons_pinyin on people.persons (organisation_id, name_size, pinyin collate "C", person_id)
  where merged_into is null and void_id is null;
create index persons_initials_2 on people.persons (organisation_id, name_size, initials_2, pinyin collate "C", person_id)
  where merged_into is null and void_id is null;
create index persons_initials on people.persons (organisation_id, initials_2, initials collate "C") where merged_into is null and void_id is null;
-- At the desk a registration is also looked for by name alone.
create index registrations_name on people.registrations (organisation_id, name_key) where void_id is null;
