/** 作废 on the page of any entry: for who may void, may record such entries, and only where entries are taken back one by one. */
import { TakeBackEntry } from '../features/records/take-back.tsx'
import type { StandingEntry } from '../ui/record-page.tsx'
import { useMay } from '../ui/session.tsx'
import { entryTables, recordedUnder } from './void-tables.ts'

export default function TakeBack({ entity, id, title }: StandingEntry) {
  const may = useMay(recordedUnder(entity))
  return may && Object.hasOwn(entryTables, entity) ? <TakeBackEntry source={entity} entry_id={id} title={title} /> : null
}
