-- Sign-in sheets on paper: what was printed, so that what was written on it is entered in its own order.
create table door.sheets (
  organisation_id uuid not null,
  sheet_id uuid not null,
  station_id uuid not null,
  activity_id uuid not null,
  code text not null,
  row_count integer not null check (row_count between 1 and 200),
  headcount_id uuid,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, sheet_id),
  unique (organisation_id, code),
  foreign key (organisation_id, activity_id) references activities.activities (organisation_id, activity_id),
  foreign key (organisation_id, headcount_id) references activities.attendances (organisation_id, attendance_id)
);
comment on table door.sheets is '签到表: one that was printed for a session. Counts nothing by itself.';
comment on column door.sheets.code is 'Ten random digits, printed on the sheet: those of its QR codes begin with them.';
comment on column door.sheets.headcount_id is 'The head-count of unnamed people entered from this sheet.';
create index sheets_activity on door.sheets (organisation_id, activity_id);
create index sheets_recorded on door.sheets (organisation_id, recorded_at);
select app.protect('door.sheets', 'select, insert, update (headcount_id)', true);

create table door.sheet_rows (
  organisation_id uuid not null,
  sheet_row_id uuid not null,
  sheet_id uuid not null,
  station_id uuid not null,
  row_no integer not null check (row_no between 1 and 200),
  person_id uuid,
  attendance_id uuid,
  primary key (organisation_id, sheet_row_id),
  unique (organisation_id, sheet_id, row_no),
  foreign key (organisation_id, sheet_id) references door.sheets (organisation_id, sheet_id),
  foreign key (organisation_id, attendance_id) references activities.attendances (organisation_id, attendance_id)
);
comment on table door.sheet_rows is '签到表的行: whose name is printed in it; without a person it was left blank for whoever came unannounced.';
comment on column door.sheet_rows.attendance_id is 'The attendance that stands for this row since it was entered.';
create index sheet_rows_person on door.sheet_rows (organisation_id, person_id);
select app.protect('door.sheet_rows', 'select, insert, update (person_id, attendance_id)', true);
