/** Which year the workbooks are of: proposed from what they say themselves, changed by hand where that is wrong. */
import { Alert, Button, InputNumber } from 'antd'
import { useTexts } from './words.web.ts'

/** `by_hand`: the person wrote it, and no proposal replaces it any more. */
export interface Year {
  readonly year: number
  readonly by_hand: boolean
}

/** `named`: the year the workbooks name, once they have been read. */
export const YearChoice = ({ year, named, choose }: { year: number; named?: number | null; choose: (year: number) => void }) => {
  const t = useTexts()
  return (
    <>
      <div className="wizard-year">
        <label htmlFor="import-year">{t('year_of')}</label>
        <InputNumber
          id="import-year"
          value={year}
          min={1950}
          max={2200}
          precision={0}
          onChange={(value) => value !== null && choose(value)}
          aria-describedby="import-year-help"
        />
        <span id="import-year-help" className="quiet">
          {named === year ? `${t('year_named_so', { year })} ` : ''}
          {t('year_help')}
        </span>
      </div>
      {named && named !== year ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('year_differs', { named, year })}
          action={<Button onClick={() => choose(named)}>{t('year_take', { named })}</Button>}
        />
      ) : null}
    </>
  )
}
