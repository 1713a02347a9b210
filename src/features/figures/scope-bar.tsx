/** Year, part of the year, station and contract in one row above a page of figures. */
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useCall } from '../../ui/queries.ts'
import { useIsPhone } from '../../ui/screen.ts'
import { useFindDesk, useMay } from '../../ui/session.tsx'
import { listContracts } from '../contracts/contract.ts'
import { monthDays, partOfYear, yearDays } from './scope.web.ts'
import type { Scope, SetScope } from './scope.web.ts'
import { useTexts } from './words.web.ts'

interface Part {
  readonly scope: Scope
  readonly set: SetScope
}

const YearStep = ({ scope, set }: Part) => {
  const t = useTexts()
  const year = Number(scope.from.slice(0, 4))
  const part = partOfYear(scope)
  const step = (to: number) => set(/^\d+$/.test(part) ? monthDays(to, Number(part)) : yearDays(to))
  return (
    <span className="scope-year">
      <Button type="text" aria-label={t('year_before')} onClick={() => step(year - 1)}>
        ‹
      </Button>
      <span>{t('year_of', { year })}</span>
      <Button type="text" aria-label={t('year_after')} onClick={() => step(year + 1)} disabled={year > new Date().getFullYear()}>
        ›
      </Button>
    </span>
  )
}

const OwnDays = ({ scope, set }: Part) => {
  const t = useTexts()
  const phone = useIsPhone()
  if (phone)
    return (
      <span className="filter-pair">
        <Input
          type="date"
          aria-label={t('from')}
          value={scope.from}
          max={scope.to}
          onChange={(event) => set({ from: event.target.value || scope.from })}
        />
        <span aria-hidden>–</span>
        <Input
          type="date"
          aria-label={t('to')}
          value={scope.to}
          min={scope.from}
          onChange={(event) => set({ to: event.target.value || scope.to })}
        />
      </span>
    )
  return (
    <DatePicker.RangePicker
      className="filter-days"
      aria-label={t('own_days')}
      allowClear={false}
      value={[dayjs(scope.from), dayjs(scope.to)]}
      onChange={(range) => {
        if (range?.[0] && range[1]) set({ from: range[0].format('YYYY-MM-DD'), to: range[1].format('YYYY-MM-DD') })
      }}
    />
  )
}

const PartOfYear = ({ scope, set, own, setOwn }: Part & { own: boolean; setOwn: (own: boolean) => void }) => {
  const t = useTexts()
  const year = Number(scope.from.slice(0, 4))
  const part = own ? 'days' : partOfYear(scope)
  const choose = (chosen: string) => {
    setOwn(chosen === 'days')
    if (chosen === 'year') set(yearDays(year))
    else if (chosen !== 'days') set(monthDays(year, Number(chosen)))
  }
  return (
    <Select
      aria-label={t('part_of_year')}
      className="filter-choice"
      value={part}
      popupMatchSelectWidth={false}
      onChange={choose}
      options={[
        { value: 'year', label: t('whole_year') },
        ...Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: t('month_of', { month: at + 1 }) })),
        { value: 'days', label: t('own_days') },
      ]}
    />
  )
}

const StationChoice = ({ scope, set }: Part) => {
  const t = useTexts()
  const desk = useFindDesk()
  const stations = desk?.session.stations ?? []
  if (stations.length < 2) return null
  return (
    <Select
      aria-label={t('station')}
      className="filter-choice"
      value={scope.station_id ?? ''}
      popupMatchSelectWidth={false}
      showSearch={stations.length > 8 ? { optionFilterProp: 'label' } : false}
      onChange={(chosen: string) => {
        if (!chosen && desk?.station) desk.chooseStation(undefined)
        set({ station_id: chosen || undefined })
      }}
      options={[
        { value: '', label: t('all_stations') },
        ...stations.map((each) => ({ value: each.station_id, label: each.name })),
      ]}
    />
  )
}

const every_contract = { page: 1, page_size: 200 }

const ContractChoice = ({ scope, set }: Part) => {
  const t = useTexts()
  const contracts = useCall(listContracts, every_contract).data?.rows ?? []
  if (contracts.length === 0) return null
  return (
    <Select
      aria-label={t('contract')}
      className="filter-choice"
      value={scope.contract_id ?? ''}
      popupMatchSelectWidth={false}
      showSearch={contracts.length > 8 ? { optionFilterProp: 'label' } : false}
      onChange={(chosen: string) => set({ contract_id: chosen || undefined })}
      options={[
        { value: '', label: t('all_contracts') },
        ...contracts.map((each) => ({ value: each.contract_id, label: each.name })),
      ]}
    />
  )
}

export const ScopeBar = ({ own, setOwn, ...part }: Part & { own: boolean; setOwn: (own: boolean) => void }) => {
  const mayContracts = useMay('contracts.read')
  return (
    <div className="scope-bar">
      <YearStep {...part} />
      <PartOfYear {...part} own={own} setOwn={setOwn} />
      {own || partOfYear(part.scope) === 'days' ? <OwnDays {...part} /> : null}
      <StationChoice {...part} />
      {mayContracts ? <ContractChoice {...part} /> : null}
    </div>
  )
}
