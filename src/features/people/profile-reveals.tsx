import { showInstant } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { listReveals } from './contract.ts'
import { useTexts, wordOf } from './words.web.ts'

/** Who saw whole values of this person, when and why. */
export const WhoLooked = ({ person_id }: { person_id: string }) => {
  const t = useTexts()
  const read = useCall(listReveals, { person_id })
  const rows = read.data?.rows
  return (
    <section className="record-group">
      <h2>{t('looked')}</h2>
      <p className="quiet">{rows && rows.length === 0 ? t('looked_none') : t('looked_hint')}</p>
      <ul className="quiet-lines">
        {rows?.map((row) => (
          <li key={row.audit_id}>
            <span className="cell-day">{showInstant(row.at)}</span>{' '}
            {t('looked_line', { name: row.account_name, what: wordOf(t, row.what), reason: row.reason })}
          </li>
        ))}
      </ul>
    </section>
  )
}
