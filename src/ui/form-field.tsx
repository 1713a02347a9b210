/** One control of a form, by its kind; values are what is sent: days as `YYYY-MM-DD`, money as integer fen, choices as stored words. */
import { DatePicker, Input, InputNumber, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import type { Choices } from './cell.tsx'
import { useUiTexts } from './i18n.ts'
import { useIsPhone } from './screen.ts'
import { useFindDesk } from './session.tsx'

export type FieldKind = 'text' | 'long_text' | 'password' | 'number' | 'yuan' | 'day' | 'month' | 'time' | 'choice' | 'many' | 'yes_no' | 'station'

export interface FormField<I> {
  readonly field: keyof I & string
  readonly label: string
  readonly kind?: FieldKind
  readonly choices?: Choices
  readonly required?: boolean
  readonly help?: string
  readonly hint?: string
  /** Fields with the same group stand together under it. */
  readonly group?: string
  readonly max_length?: number
  /** What the browser may fill in (`username`, `new-password`). */
  readonly fills?: string
  readonly readonly?: boolean
}

interface Controlled {
  readonly id?: string
  readonly value?: unknown
  readonly onChange?: (value: unknown) => void
}

const up_to_as_buttons = 4

const Choose = ({ choices, many, hint, ...given }: Controlled & { choices: Choices; many?: boolean; hint?: string | undefined }) => {
  const t = useUiTexts()
  const options = Object.entries(choices).map(([value, label]) => ({ value, label }))
  if (!many && options.length <= up_to_as_buttons)
    return <Radio.Group {...(given.id ? { id: given.id } : {})} value={given.value} options={options} onChange={(event) => given.onChange?.(event.target.value)} />
  return (
    <Select
      {...(given.id ? { id: given.id } : {})}
      {...(many ? { mode: 'multiple' as const } : {})}
      value={given.value as string}
      onChange={(value) => given.onChange?.(value)}
      options={options}
      placeholder={hint ?? t('choose')}
      allowClear
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
    />
  )
}

const Days = ({ picker, ...given }: Controlled & { picker: 'date' | 'month' }) => {
  const phone = useIsPhone()
  const text = typeof given.value === 'string' ? given.value : ''
  const format = picker === 'month' ? 'YYYY-MM' : 'YYYY-MM-DD'
  if (phone) return <Input {...(given.id ? { id: given.id } : {})} type={picker} value={text} onChange={(event) => given.onChange?.(event.target.value || undefined)} />
  return (
    <DatePicker
      {...(given.id ? { id: given.id } : {})}
      picker={picker}
      value={text ? dayjs(picker === 'month' ? `${text}-01` : text) : null}
      onChange={(day) => given.onChange?.(day ? day.format(format) : undefined)}
    />
  )
}

const Yuan = ({ value, onChange, ...given }: Controlled) => (
  <InputNumber
    {...given}
    value={typeof value === 'number' ? value / 100 : null}
    onChange={(yuan) => onChange?.(yuan === null ? undefined : Math.round(Number(yuan) * 100))}
    precision={2}
    min={0}
    prefix="¥"
    inputMode="decimal"
  />
)

/** For `Form.Item`: takes `id`, `value` and `onChange` from it. */
export const FieldControl = <I,>({ spec, ...given }: Controlled & { spec: FormField<I> }) => {
  const t = useUiTexts()
  const stations = useFindDesk()?.session.stations ?? []
  const typed = {
    ...(given.id ? { id: given.id } : {}),
    value: given.value as string,
    ...(spec.hint ? { placeholder: spec.hint } : {}),
    ...(spec.max_length ? { maxLength: spec.max_length } : {}),
    ...(spec.fills ? { autoComplete: spec.fills } : {}),
    ...(spec.readonly ? { readOnly: true } : {}),
    onChange: (event: { target: { value: string } }) => given.onChange?.(event.target.value),
  }
  switch (spec.kind) {
    case 'long_text':
      return <Input.TextArea {...typed} autoSize={{ minRows: 3, maxRows: 12 }} />
    case 'password':
      return <Input.Password {...typed} />
    case 'number':
      return <InputNumber {...(given as object)} inputMode="decimal" />
    case 'yuan':
      return <Yuan {...given} />
    case 'day':
      return <Days picker="date" {...given} />
    case 'month':
      return <Days picker="month" {...given} />
    case 'time':
      return <Input {...typed} type="time" />
    case 'choice':
    case 'many':
      return <Choose {...given} choices={spec.choices ?? {}} many={spec.kind === 'many'} hint={spec.hint} />
    case 'yes_no':
      return (
        <Choose
          {...given}
          value={given.value === undefined ? undefined : String(given.value)}
          choices={{ true: t('yes'), false: t('no') }}
          onChange={(word) => given.onChange?.(word === 'true')}
        />
      )
    case 'station':
      return <Choose {...given} choices={Object.fromEntries(stations.map((each) => [each.station_id, each.name]))} hint={spec.hint} many={false} />
    default:
      return <Input {...typed} />
  }
}
