/** One filter of a list, by its kind. Each change goes to the address at once. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useUiTexts } from './i18n.ts'
import { useIsPhone } from './screen.ts'
import { useFindDesk } from './session.tsx'
import type { Choices } from './cell.tsx'
import type { Params } from './url.tsx'

/** `days` fills `from` and `to`; `station` fills `station_id`; the others fill `field`. */
export type Filter =
  | { readonly kind: 'text'; readonly field?: string; readonly label?: string; readonly hint?: string }
  | { readonly kind: 'station' }
  | { readonly kind: 'days'; readonly label?: string }
  | { readonly kind: 'month'; readonly field: string; readonly label?: string }
  | { readonly kind: 'choice'; readonly field: string; readonly label: string; readonly choices: Choices }
  | { readonly kind: 'yes_no'; readonly field: string; readonly label: string }

export type SetFilter = (patch: Readonly<Record<string, string | undefined>>) => void
interface Part {
  readonly params: Params
  readonly set: SetFilter
}

const typing_pause_ms = 350

const TextFilter = ({
  field = 'q',
  label,
  hint,
  params,
  set,
}: Part & { field?: string; label?: string | undefined; hint?: string | undefined }) => {
  const t = useUiTexts()
  const there = params[field] ?? ''
  const [typed, setTyped] = useState(there)
  useEffect(() => setTyped(there), [there])
  useEffect(() => {
    if (typed === there) return
    const waiting = setTimeout(() => set({ [field]: typed.trim() || undefined }), typing_pause_ms)
    return () => clearTimeout(waiting)
  }, [typed, there, field, set])
  return (
    <Input
      className="filter-text"
      aria-label={label ?? t('search')}
      placeholder={hint ?? t('search_hint')}
      value={typed}
      allowClear
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => set({ [field]: typed.trim() || undefined })}
    />
  )
}

const ChoiceFilter = ({
  field,
  label,
  choices,
  params,
  set,
  className = 'filter-choice',
}: Part & { field: string; label: string; choices: Choices; className?: string }) => (
  <Select
    className={className}
    aria-label={label}
    placeholder={label}
    value={params[field] ?? null}
    allowClear
    showSearch={Object.keys(choices).length > 8 ? { optionFilterProp: 'label' } : false}
    popupMatchSelectWidth={false}
    options={Object.entries(choices).map(([value, shown]) => ({ value, label: shown }))}
    onChange={(value: string | null | undefined) => set({ [field]: value ?? undefined })}
  />
)

/** Undefined where there is nothing to choose: one station only, or one chosen in the shell already (unless the address names another). */
export const useStationChoices = (params: Params): Choices | undefined => {
  const desk = useFindDesk()
  const stations = desk?.session.stations ?? []
  if (stations.length < 2 || (desk?.station && !params['station_id'])) return undefined
  return Object.fromEntries(stations.map((each) => [each.station_id, each.name]))
}

const StationFilter = ({ params, set }: Part) => {
  const t = useUiTexts()
  const choices = useStationChoices(params)
  if (!choices) return null
  return (
    <ChoiceFilter
      field="station_id"
      label={t('station')}
      choices={choices}
      params={params}
      set={set}
      className="filter-station"
    />
  )
}

const DaysFilter = ({ label, params, set }: Part & { label?: string | undefined }) => {
  const t = useUiTexts()
  const phone = useIsPhone()
  const { from, to } = params
  if (phone)
    return (
      <div className="filter-pair">
        <Input
          type="date"
          aria-label={t('from')}
          value={from ?? ''}
          max={to}
          onChange={(event) => set({ from: event.target.value || undefined })}
        />
        <span aria-hidden>–</span>
        <Input
          type="date"
          aria-label={t('to')}
          value={to ?? ''}
          min={from}
          onChange={(event) => set({ to: event.target.value || undefined })}
        />
      </div>
    )
  const now = dayjs()
  return (
    <DatePicker.RangePicker
      className="filter-days"
      aria-label={label ?? t('days')}
      placeholder={[t('from'), t('to')]}
      allowEmpty={[true, true]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      presets={[
        { label: t('this_month'), value: [now.startOf('month'), now.endOf('month')] },
        { label: t('last_month'), value: [now.subtract(1, 'month').startOf('month'), now.subtract(1, 'month').endOf('month')] },
        { label: t('this_year'), value: [now.startOf('year'), now.endOf('year')] },
        { label: t('last_year'), value: [now.subtract(1, 'year').startOf('year'), now.subtract(1, 'year').endOf('year')] },
      ]}
      onChange={(range) => set({ from: range?.[0]?.format('YYYY-MM-DD'), to: range?.[1]?.format('YYYY-MM-DD') })}
    />
  )
}

const MonthFilter = ({ field, label, params, set }: Part & { field: string; label?: string | undefined }) => {
  const t = useUiTexts()
  const value = params[field]
  return (
    <DatePicker
      className="filter-choice"
      picker="month"
      aria-label={label ?? t('month')}
      placeholder={label ?? t('month')}
      value={value ? dayjs(`${value}-01`) : null}
      onChange={(chosen) => set({ [field]: chosen ? chosen.format('YYYY-MM') : undefined })}
    />
  )
}

export const OneFilter = ({ filter, ...part }: Part & { filter: Filter }): ReactNode => {
  const t = useUiTexts()
  switch (filter.kind) {
    case 'text':
      return <TextFilter {...filter} {...part} />
    case 'station':
      return <StationFilter {...part} />
    case 'days':
      return <DaysFilter {...filter} {...part} />
    case 'month':
      return <MonthFilter {...filter} {...part} />
    case 'choice':
      return <ChoiceFilter {...filter} {...part} />
    case 'yes_no':
      return <ChoiceFilter {...filter} choices={{ true: t('yes'), false: t('no') }} {...part} />
  }
}
