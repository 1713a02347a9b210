-- Pictures and scans that stand beside what they prove.
create table records.pictures (
  organisation_id uuid not null,
  picture_id uuid not null,
  station_id uuid not null,
  source text not null,
  entry_id uuid not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  bytes integer not null check (bytes > 0),
  sha256 bytea not null,
  thumbnail_sealed bytea,
  caption text,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  removed_by uuid,
  removed_at timestamptz,
  removed_why text,
  primary key (organisation_id, picture_id),
  check ((removed_by is null) = (removed_at is null))
);
comment on table records.pictures is '照片·扫描件: evidence of a session, a sign-in sheet or another entry. Removed ones keep this row; what they showed is gone.';
comment on column records.pictures.source is '`slice.table` of the entry it proves.';
comment on column records.pictures.media_type is 'Found in the content, whatever the file called itself.';
comment on column records.pictures.sha256 is 'Of the content as it arrived: the same picture stands once beside one entry.';
comment on column records.pictures.thumbnail_sealed is 'Made by the browser; null of a PDF and of a removed picture.';
create index pictures_entry on records.pictures (organisation_id, entry_id);
select app.protect('records.pictures', 'select, insert, update (thumbnail_sealed, removed_by, removed_at, removed_why)', true);

create table records.picture_parts (
  organisation_id uuid not null,
  picture_id uuid not null,
  part_number integer not null,
  station_id uuid not null,
  content_sealed bytea not null,
  primary key (organisation_id, picture_id, part_number),
  foreign key (organisation_id, picture_id) references records.pictures (organisation_id, picture_id)
);
comment on table records.picture_parts is 'The content of a picture in parts of 64 KiB, so that no batch of a backup or a change of keys grows large.';
select app.protect('records.picture_parts', 'select, insert, delete', true);
