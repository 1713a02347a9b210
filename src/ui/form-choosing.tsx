/** The controls of a form that choose rather than type: loaded only with forms that have one, so that signing in stays light. */
import { DatePicker, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import type { Choices } from './cell.tsx'
import { heardOf } from './form-field.tsx'
import type { Controlled, FormField } from './form-field.tsx'
import { NumberInput, YuanInput } from './form-number.tsx'
import { useUiTexts } from './i18n.ts'
import { useIsPhone } from './screen.ts'
import { useFindDesk } from './session.tsx'

const up_to_as_buttons = 4

const Choose = ({
  choices,
  many,
  list,
  hint,
  ...given
}: Controlled & { choices: Choices; many?: boolean; list?: boolean; hint?: string | undefined }) => {
  const t = useUiTexts()
  const options = Object.entries(choices).map(([value, label]) => ({ value, label }))
  if (!many && !list && options.length <= up_to_as_buttons)
    return (
      <Radio.Group
        {...(given.id ? { id: given.id } : {})}
        {...heardOf(given)}
        value={given.value}
        options={options}
        onChange={(event) => given.onChange?.(event.target.value)}
      />
    )
  return (
    <Select
      {...(given.id ? { id: given.id } : {})}
      {...heardOf(given)}
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
  if (phone)
    return (
      <Input
        {...(given.id ? { id: given.id } : {})}
        {...heardOf(given)}
        type={picker}
        value={text}
        onChange={(event) => given.onChange?.(event.target.value || undefined)}
      />
    )
  return (
    <DatePicker
      {...(given.id ? { id: given.id } : {})}
      {...heardOf(given)}
      picker={picker}
      value={text ? dayjs(picker === 'month' ? `${text}-01` : text) : null}
      onChange={(day) => given.onChange?.(day ? day.format(format) : undefined)}
    />
  )
}

const ChoosingField = <I,>({ spec, ...given }: Controlled & { spec: FormField<I> }) => {
  const t = useUiTexts()
  const stations = useFindDesk()?.session.stations ?? []
  switch (spec.kind) {
    case 'number':
      return <NumberInput {...given} hint={spec.hint} />
    case 'yuan':
      return <YuanInput {...given} hint={spec.hint} />
    case 'day':
      return <Days picker="date" {...given} />
    case 'month':
      return <Days picker="month" {...given} />
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
      return (
        <Choose
          {...given}
          list
          choices={Object.fromEntries(stations.map((each) => [each.station_id, each.name]))}
          hint={spec.hint}
        />
      )
    default:
      return <Choose {...given} choices={spec.choices ?? {}} many={spec.kind === 'many'} hint={spec.hint} />
  }
}

export default ChoosingField
