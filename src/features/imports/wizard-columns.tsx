/** Which column of a sheet stands for which field, with what stands in it; changed by hand where recognition went wrong. */
import { Alert, Select } from 'antd'
import { missingOf } from './wizard.web.ts'
import type { Form, WizardSheet } from './wizard.web.ts'
import { columnLetters, useTexts } from './words.web.ts'

const nothing = ''

/** A field stands under one column only: choosing it here takes it away there. */
const withField = (sheet: WizardSheet, column: number, field: string | null): WizardSheet => ({
  ...sheet,
  changed: true,
  columns: sheet.columns.map((one) =>
    one.column === column ? { ...one, field } : field !== null && one.field === field ? { ...one, field: null } : one,
  ),
})

export const Columns = ({
  sheet,
  forms,
  change,
}: {
  sheet: WizardSheet
  forms: readonly Form[]
  change: (sheet: WizardSheet) => void
}) => {
  const t = useTexts()
  const form = forms.find((one) => one.kind === sheet.kind)
  const missing = missingOf(sheet, forms)
  const options = [
    { value: nothing, label: t('no_field') },
    ...(form?.fields ?? []).map((field) => ({
      value: field.field,
      label: field.required ? t('is_required', { heading: field.heading }) : field.heading,
    })),
  ]
  return (
    <div className="columns">
      {missing.length > 0 ? <Alert type="warning" showIcon title={t('missing', { fields: missing.join('、') })} /> : null}
      <div className="table-scroll" role="region" aria-label={sheet.sheet} tabIndex={0}>
        <table className="table columns-table">
          <thead>
            <tr>
              <th scope="col">{t('column')}</th>
              <th scope="col">{t('heading')}</th>
              <th scope="col">{t('sample')}</th>
              <th scope="col">{t('field')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map(({ column, heading, field }) => (
              <tr key={column} data-unused={field === null || undefined}>
                <td className="quiet">{columnLetters(column)}</td>
                <td>{heading}</td>
                <td className="columns-sample">
                  {[...new Set(sheet.sample.map((row) => row[column] ?? '').filter(Boolean))].slice(0, 3).join(' · ')}
                </td>
                <td>
                  <Select
                    aria-label={`${heading}：${t('field')}`}
                    className="columns-field"
                    value={field ?? nothing}
                    options={options}
                    disabled={!form}
                    showSearch={{ optionFilterProp: 'label' }}
                    popupMatchSelectWidth={false}
                    onChange={(value: string) => change(withField(sheet, column, value === nothing ? null : value))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
