import type { PicturedTables } from '../features/records/picture-rows.ts'

/** Tables whose rows take pictures and scans as evidence; each has `station_id`. */
export const picturedTables: PicturedTables = {
  'activities.activities': { id: 'activity_id', read: 'activities.read', record: 'activities.record' },
  'activities.series': { id: 'series_id', read: 'activities.read', record: 'activities.record' },
  'door.sheets': { id: 'sheet_id', read: 'activities.read', record: 'activities.record' },
}
