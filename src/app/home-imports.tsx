/** The last imports on the first page: what came in, what was held. */
import { listImports } from '../features/imports/contract.ts'
import { showInstant, showNumber } from '../ui/format.ts'
import { registerTexts } from '../ui/i18n.ts'
import { useCall } from '../ui/queries.ts'
import { To } from '../ui/url.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

const shown = { page: 1, page_size: 3 }

/** Nothing at all while there is none; a fault here must not cover the figures above. */
export const RecentImports = () => {
  const t = useTexts()
  const read = useCall(listImports, shown)
  const rows = read.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="home-part" aria-labelledby="home-imports">
      <h2 id="home-imports">{t('recent_imports')}</h2>
      <ul className="home-imports">
        {rows.map((row) => (
          <li key={row.import_id}>
            <To href={`/imports/${row.import_id}`}>{row.name}</To>
            <span className="quiet">
              {showInstant(row.imported_at)} · {row.imported_by_name}
            </span>
            <span>
              {row.undone
                ? t('import_undone')
                : t('import_counts', { valid: showNumber(row.rows_valid), held: showNumber(row.rows_rejected) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
