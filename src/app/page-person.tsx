/** One person, the services they received and who looked: the register stands below the other slices on the map, so the page is put together here. */
import { Disclosures } from '../features/audit/disclosures.tsx'
import { Profile } from '../features/people/profile.tsx'
import { Timeline } from '../features/records/timeline.tsx'
import { useMay } from '../ui/session.tsx'

export default function PersonPage() {
  const may = useMay('records.read')
  return (
    <Profile
      services={(person_id) => (may ? <Timeline person_id={person_id} /> : null)}
      disclosures={(person_id) => <Disclosures person_id={person_id} />}
    />
  )
}
