/** Every column that holds sealed values: where its rows are found, and the place (src/platform/keys.ts) its values are bound to. */
import type { SealedColumn } from '../platform/reseal.ts'

const column = (table: string, name: string, key: string, place: string): SealedColumn => ({
  table,
  column: name,
  key: [[key, 'uuid']],
  place,
})

export const sealedColumns: readonly SealedColumn[] = [
  column('people.persons', 'id_sealed', 'person_id', 'people.persons.id'),
  column('people.persons', 'phone_sealed', 'person_id', 'people.persons.phone'),
  column('people.registrations', 'private_sealed', 'registration_id', 'people.registrations.private'),
  column('people.registrations', 'health_sealed', 'registration_id', 'people.registrations.health'),
  column('people.applications', 'entry_sealed', 'application_id', 'people.applications.entry'),
  column('staff.employees', 'id_sealed', 'employee_id', 'staff.employees.id_sealed'),
  column('staff.employees', 'phone_sealed', 'employee_id', 'staff.employees.phone_sealed'),
  column('staff.second_factors', 'secret_sealed', 'account_id', 'staff.second_factors.secret_sealed'),
  column('records.pictures', 'thumbnail_sealed', 'picture_id', 'records.pictures.thumbnail'),
  {
    table: 'records.picture_parts',
    column: 'content_sealed',
    key: [
      ['picture_id', 'uuid'],
      ['part_number', 'integer'],
    ],
    place: 'records.picture_parts.content',
  },
  column('rehab.trainees', 'guardian_sealed', 'trainee_id', 'rehab.trainees.guardian_sealed'),
  column('volunteering.volunteers', 'id_sealed', 'volunteer_id', 'volunteering.volunteers.id_sealed'),
  column('volunteering.volunteers', 'phone_sealed', 'volunteer_id', 'volunteering.volunteers.phone_sealed'),
  {
    table: 'imports.rows',
    column: 'cells_sealed',
    key: [
      ['sheet_id', 'uuid'],
      ['row_number', 'integer'],
    ],
    place: 'imports.rows.cells',
  },
]
