create schema imports;
grant usage on schema imports to hengai_app;

create table imports.imports (
  organisation_id uuid not null,
  import_id uuid not null,
  year smallint not null,
  name text not null,
  rows_in integer not null,
  rows_valid integer not null,
  rows_not_counted integer not null,
  rows_rejected integer not null,
  imported_by uuid not null,
  imported_at timestamptz not null,
  void_id uuid,
  primary key (organisation_id, import_id)
);
comment on table imports.imports is '导入: one commit of one or more workbooks.';
select app.protect('imports.imports', 'select, insert, update (void_id, rows_valid, rows_rejected, rows_not_counted)');

create table imports.workbooks (
  organisation_id uuid not null,
  workbook_id uuid not null,
  import_id uuid not null,
  file_name text not null,
  sha256 bytea not null,
  bytes bigint not null,
  primary key (organisation_id, workbook_id),
  foreign key (organisation_id, import_id) references imports.imports (organisation_id, import_id)
);
create index workbooks_sha256 on imports.workbooks (organisation_id, sha256);
select app.protect('imports.workbooks', 'select, insert');

create table imports.sheets (
  organisation_id uuid not null,
  sheet_id uuid not null,
  workbook_id uuid not null,
  import_id uuid not null,
  name text not null,
  hidden boolean not null,
  form_kind text,
  station_id uuid,
  header_rows integer[] not null default '{}',
  first_row integer,
  last_row integer,
  rows_in integer not null default 0,
  subtotal_rows integer[] not null default '{}',
  blank_rows integer[] not null default '{}',
  columns jsonb,
  primary key (organisation_id, sheet_id),
  foreign key (organisation_id, workbook_id) references imports.workbooks (organisation_id, workbook_id)
);
comment on column imports.sheets.columns is 'Which column was read as which field: [{column, heading, field}].';
select app.protect('imports.sheets', 'select, insert');

create table imports.rows (
  organisation_id uuid not null,
  sheet_id uuid not null,
  row_number integer not null,
  outcome text not null check (outcome in ('valid', 'not_counted', 'rejected', 'mended', 'dismissed')),
  code text,
  details jsonb,
  repeats_row integer,
  entry_id uuid,
  cells_sealed bytea,
  decided_by uuid,
  decided_at timestamptz,
  primary key (organisation_id, sheet_id, row_number),
  foreign key (organisation_id, sheet_id) references imports.sheets (organisation_id, sheet_id)
);
comment on table imports.rows is 'Every data row of every imported sheet and what became of it; subtotal and blank rows are listed on the sheet.';
comment on column imports.rows.entry_id is 'The row it became, in the table of the form''s kind.';
comment on column imports.rows.cells_sealed is 'Sealed JSON of the cells of a rejected row, so that it can be mended: {field: text}.';
create index rows_entry on imports.rows (organisation_id, entry_id) where entry_id is not null;
create index rows_rejected on imports.rows (organisation_id, code, sheet_id, row_number) where outcome = 'rejected';
select app.protect('imports.rows', 'select, insert, update (outcome, code, details, entry_id, decided_by, decided_at, cells_sealed)');

create table imports.mappings (
  organisation_id uuid not null,
  fingerprint text not null,
  form_kind text not null,
  columns jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (organisation_id, fingerprint)
);
comment on table imports.mappings is 'Columns chosen by hand, remembered by the headings they stood under.';
select app.protect('imports.mappings', 'select, insert, update, delete');
