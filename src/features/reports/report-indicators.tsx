/** 协议指标: what each contract asked for beside what was reached, and the appendix that tells where every number comes from. */
import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { showInstant, showNumber } from '../../ui/format.ts'
import type { AppendixEntry, IndicatorTable } from './model.ts'
import { ReportNumber, indicatorsId } from './report-number.tsx'
import { useTexts } from './words.web.ts'

const Result = ({ met }: { met: boolean | null }) => {
  const t = useTexts()
  if (met === null)
    return (
      <span className="report-unknown">
        <MinusCircleOutlined aria-hidden /> {t('unknown')}
      </span>
    )
  return met ? (
    <span className="report-met">
      <CheckCircleFilled aria-hidden /> {t('met')}
    </span>
  ) : (
    <span className="report-missed">
      <ExclamationCircleFilled aria-hidden /> {t('missed')}
    </span>
  )
}

const ContractIndicators = ({ table }: { table: IndicatorTable }) => {
  const t = useTexts()
  const id = indicatorsId(table.contract)
  return (
    <div className="report-table">
      <h3 id={id}>{table.contract_name}</h3>
      <p className="report-note">
        {t('met_of', { count: table.rows.length, met: table.rows.filter((row) => row.met === true).length })}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="report-scroll" role="region" aria-labelledby={id} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('number')}</th>
              <th scope="col">{t('indicator')}</th>
              <th scope="col" className="report-right">
                {t('target')}
              </th>
              <th scope="col" className="report-right">
                {t('actual')}
              </th>
              <th scope="col" className="report-right">
                {t('rate')}
              </th>
              <th scope="col">{t('result')}</th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <tr key={row.no} className={row.met === false ? 'report-missed-row' : undefined}>
                <td>{row.no}</td>
                <th scope="row">{row.text}</th>
                <td className="report-right">
                  {showNumber(row.target)}
                  {row.unit}
                </td>
                <td className="report-right">
                  <ReportNumber
                    figure={row.actual.figure}
                    value={row.actual.value}
                    display={row.actual.display}
                    unit={row.unit}
                    title={row.metric}
                    reference={row.actual.ref}
                  />
                </td>
                <td className="report-right">{row.rate_percent === null ? '' : `${showNumber(row.rate_percent)}%`}</td>
                <td>
                  <Result met={row.met} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

export const Indicators = ({ tables }: { tables: readonly IndicatorTable[] }) =>
  tables.map((table) => <ContractIndicators key={table.contract} table={table} />)

export const Appendix = ({ entries, time_zone }: { entries: readonly AppendixEntry[]; time_zone: string }) => {
  const t = useTexts()
  return (
    <div className="report-table">
      <p className="report-note">
        {t('appendix_hint')} {entries[0] ? t('computed', { at: showInstant(entries[0].computed_at, time_zone) }) : null}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="report-scroll" role="region" aria-label={t('appendix')} tabIndex={0}>
        <table className="report-appendix">
          <thead>
            <tr>
              <th scope="col">{t('reference')}</th>
              <th scope="col">{t('figure')}</th>
              <th scope="col" className="report-right">
                {t('value')}
              </th>
              <th scope="col">{t('rule')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.ref} id={`ref-${entry.ref}`}>
                <td>{entry.ref}</td>
                <th scope="row">{entry.title}</th>
                <td className="report-right">
                  {entry.value === null && entry.problem === '' ? (
                    '—'
                  ) : (
                    <ReportNumber
                      figure={entry.key}
                      value={entry.value}
                      display={entry.value === null ? (entry.problem ?? t('unknown')) : showNumber(entry.value)}
                      unit={entry.unit}
                      title={entry.title}
                    />
                  )}
                  {typeof entry.numerator === 'number' && typeof entry.denominator === 'number' ? (
                    <small>
                      {t('ratio', { numerator: showNumber(entry.numerator), denominator: showNumber(entry.denominator) })}
                    </small>
                  ) : null}
                </td>
                <td>{entry.rule}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
