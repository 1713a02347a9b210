/** One person and the services they received: the register stands below the spine on the map of slices, so the page is put together here. */
import { Profile } from '../features/people/profile.tsx'
import { Timeline } from '../features/records/timeline.tsx'
import { useMay } from '../ui/session.tsx'

export default function PersonPage() {
  const may = useMay('records.read')
  return <Profile services={(person_id) => (may ? <Timeline person_id={person_id} /> : null)} />
}
