/** On a person's page: who saw whole values, and whose files held this person; when, and why. */
import { showInstant, showNumber } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { To, href } from '../../ui/url.tsx'
import { listDisclosures } from './contract.ts'
import { useTexts } from './words.web.ts'

export const Disclosures = ({ person_id }: { person_id: string }) => {
  const t = useTexts()
  const may = useMay('audit.read')
  const found = useCall(listDisclosures, { person_id }).data
  const fills = { reveals: showNumber(found?.reveals ?? 0), exports: showNumber(found?.exports ?? 0) }
  return (
    <section className="record-group">
      <h2>{t('disclosures')}</h2>
      <p className="quiet">
        {found && found.rows.length === 0 ? t('disclosures_none') : t('disclosures_sum', fills)}{' '}
        {may ? <To href={href('/audit', { person_id })}>{t('see_trail')}</To> : null}
      </p>
      <ul className="quiet-lines">
        {found?.rows.map((row) => (
          <li key={row.audit_id}>
            <span className="cell-day">{showInstant(row.at)}</span>{' '}
            {row.kind === 'reveal'
              ? t('disclosure_reveal', { name: row.account_name, what: row.what, reason: row.reason ?? '—' })
              : t('disclosure_export', { name: row.account_name, what: row.what, rows: showNumber(row.rows ?? 0) })}
          </li>
        ))}
      </ul>
    </section>
  )
}
