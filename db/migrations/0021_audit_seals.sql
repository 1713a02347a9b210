-- The audit trail is sealed in batches, each seal standing on the one before (docs/decisions/0013), and kept as long as a dated rule says.
-- hengai_app only reads these tables: seals, rules and retirements are written under the role that owns them.
create table audit.seals (
  organisation_id uuid not null,
  number integer not null check (number > 0),
  sealed_at timestamptz not null,
  kept text not null check (kept in ('general', 'health')),
  entries integer not null check (entries > 0),
  first_id uuid not null,
  last_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  late_reason text,
  rows_hash bytea not null,
  seal_hash bytea not null,
  primary key (organisation_id, number)
);
comment on table audit.seals is '封存: one seal over a batch of entries, each standing on the one before. Never changed, never removed, not even when its entries are retired.';
comment on column audit.seals.number is '1, 2, 3 … without gaps. Two programs sealing at once would take the same number: the key lets one of them through.';
comment on column audit.seals.kept is 'Which period of the retention rule the batch falls under; a batch holds entries of one kind.';
comment on column audit.seals.first_id is 'Smallest and largest audit_id of the batch: finds the seal of an entry.';
comment on column audit.seals.last_at is 'Moment of the youngest entry: what retention is counted from.';
comment on column audit.seals.late_reason is 'Why somebody had entries sealed that came too late to be sealed by themselves.';
comment on column audit.seals.rows_hash is 'SHA-256 of the row hashes, one after the other.';
comment on column audit.seals.seal_hash is 'SHA-256 of this seal and the hash of the one before (src/features/audit/hashes.ts).';
create index seals_last on audit.seals (organisation_id, last_id);
select app.protect('audit.seals', 'select');

create table audit.sealed_rows (
  organisation_id uuid not null,
  number integer not null,
  audit_ids uuid[] not null,
  row_hashes bytea not null,
  primary key (organisation_id, number),
  foreign key (organisation_id, number) references audit.seals (organisation_id, number)
);
comment on table audit.sealed_rows is 'Which entries a seal holds, in their order. Goes with the entries when they are retired.';
comment on column audit.sealed_rows.row_hashes is 'SHA-256 of each entry, 32 bytes each, in the order of audit_ids.';
select app.protect('audit.sealed_rows', 'select');

create table audit.retention_rules (
  organisation_id uuid not null,
  rule_id uuid not null,
  valid_from date not null,
  keep_months integer not null check (keep_months >= 6),
  keep_health_months integer not null,
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (organisation_id, rule_id),
  check (keep_health_months >= keep_months)
);
comment on table audit.retention_rules is '留存期限: how long entries of the audit trail are kept; the youngest valid_from up to today is in force.';
comment on column audit.retention_rules.keep_months is 'At least 6: 网络安全法 §21 (2026 修订后 §23).';
create index retention_rules_valid on audit.retention_rules (organisation_id, valid_from);
select app.protect('audit.retention_rules', 'select');

create table audit.retirements (
  organisation_id uuid not null,
  number integer not null,
  rule_id uuid not null,
  retired_at timestamptz not null,
  retired_by uuid not null,
  primary key (organisation_id, number),
  foreign key (organisation_id, number) references audit.seals (organisation_id, number),
  foreign key (organisation_id, rule_id) references audit.retention_rules (organisation_id, rule_id)
);
comment on table audit.retirements is '到期清除: the entries of this seal were removed, by which rule, when and by whom. The seal stays.';
select app.protect('audit.retirements', 'select');

-- Who let personal data be seen or taken out: few among many, and asked for by date.
create index audit_entries_disclosed on audit.entries (organisation_id, at desc)
  where entity = 'app.export' or action like 'reveal%';
create index audit_entries_account on audit.entries (organisation_id, account_id, at desc);
