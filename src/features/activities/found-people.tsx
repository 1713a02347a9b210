/** People of the register that what is typed can mean, each a button: two of one name are told apart by year and station. */
import { useDeferredValue } from 'react'
import { Button, Flex } from 'antd'
import { useCall } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { searchPeople } from '../people/contract.ts'
import { useTexts } from './words.web.ts'

export interface Found {
  readonly person_id: string
  /** Name, with what tells this person from others of that name. */
  readonly label: string
}

const at_most = 6

export const FoundPeople = ({ typed, choose }: { typed: string; choose: (found: Found) => void }) => {
  const t = useTexts()
  const q = useDeferredValue(typed.trim())
  const may = useMay('people.read')
  const read = useCall(searchPeople, { q }, { pause: !may || q === '' || /[\n,，、;；]/.test(q), keep: true })
  if (q === '' || !read.data?.rows?.length) return null
  return (
    <Flex wrap gap="small" role="group" aria-label={t('found')} style={{ marginBottom: 16 }}>
      {read.data.rows.slice(0, at_most).map((person) => {
        const parts = [person.name, person.birth_year, ...person.station_names].filter((part) => part !== null)
        return (
          <Button key={person.person_id} onClick={() => choose({ person_id: person.person_id, label: parts.join(' · ') })}>
            {parts.join(' · ')}
          </Button>
        )
      })}
    </Flex>
  )
}
