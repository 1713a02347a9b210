/** 金币流水: every entry of every account. */
import { EntryList } from './entry-list.tsx'

export default function EntriesPage() {
  return <EntryList />
}
