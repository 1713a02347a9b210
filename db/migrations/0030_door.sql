create schema door;
grant usage on schema door to hengai_app;

create table door.check_ins (
  organisation_id uuid not null,
  check_in_id uuid not null,
  station_id uuid not null,
  activity_id uuid not null,
  attendance_id uuid not null,
  person_id uuid not null,
  way text not null check (way in ('card', 'camera', 'phone', 'name', 'list')),
  came_at timestamptz not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (organisation_id, check_in_id),
  foreign key (organisation_id, attendance_id) references activities.attendances (organisation_id, attendance_id)
);
comment on table door.check_ins is '签到台: each time somebody showed themself at the door, also the second time on one day and on a second tablet. Counts nothing: the attendance it names is what counts.';
comment on column door.check_ins.attendance_id is 'The attendance that stands: this check-in''s own (same id), or the one that stood already.';
comment on column door.check_ins.way is 'card: scanner. camera: QR by camera. phone: last four digits. name: initials. list: chosen from the names shown.';
comment on column door.check_ins.came_at is 'When they stood at the door by the tablet''s clock, never later than recorded_at; between both the network was down.';
create index check_ins_attendance on door.check_ins (organisation_id, attendance_id, came_at);
create index check_ins_person on door.check_ins (organisation_id, person_id);
select app.protect('door.check_ins', 'select, insert, update (person_id)', true);
