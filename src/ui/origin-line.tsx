import { useUiTexts } from './i18n.ts'
import { useOrigin } from './origin.ts'
import { SourcePlace } from './record-view.tsx'

/** Workbook, sheet and row that a part of a record came from, where the page shows several parts; nothing for what was entered at the desk. */
export const OriginLine = ({ entry_id, evidence }: { entry_id: string; evidence: string }) => {
  const t = useUiTexts()
  const from = useOrigin(entry_id, evidence === 'imported')
  if (!from?.workbook) return null
  return (
    <p className="quiet">
      {t('chip', { label: t('source_row'), value: '' })}
      <SourcePlace from={from} />
    </p>
  )
}
