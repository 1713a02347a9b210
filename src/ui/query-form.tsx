/**
 * The filters of a list, from a small spec, in one row: what does not fit stands behind 更多筛选, and what is chosen there shows as a chip.
 * On a phone they stand behind one button.
 */
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { Button, Drawer } from 'antd'
import { OneFilter, useStationChoices } from './filter-controls.tsx'
import type { Filter, SetFilter } from './filter-controls.tsx'
import { showDay } from './format.ts'
import { useUiTexts } from './i18n.ts'
import { useIsPhone } from './screen.ts'
import { useFindDesk } from './session.tsx'
import type { Params } from './url.tsx'

export type { Filter } from './filter-controls.tsx'

type Words = ReturnType<typeof useUiTexts>

const fieldOf = (filter: Filter): string =>
  'field' in filter && filter.field ? filter.field : filter.kind === 'text' ? 'q' : filter.kind

/** Parameters of the address that a filter fills. */
const paramsOf = (filter: Filter): readonly string[] =>
  filter.kind === 'days' ? ['from', 'to'] : filter.kind === 'station' ? ['station_id'] : [fieldOf(filter)]

/** Widths in px, as `table.css` sets them: what fits is told from these, so that nothing has to be drawn twice. */
const widths: Readonly<Record<Filter['kind'], number>> = {
  text: 188,
  station: 148,
  days: 236,
  month: 132,
  choice: 132,
  yes_no: 132,
}
const gap_px = 8
/** The button for the others, and the one that clears. */
const more_px = 112
const clear_px = 72

/** How many of the filters stand in a row of this width; all of them while the width is not known. */
export const fitting = (filters: readonly Filter[], width: number, filtered: boolean): number => {
  if (width === 0) return filters.length
  const room = width - (filtered ? clear_px + gap_px : 0)
  const sums = filters.map((_, at) =>
    filters.slice(0, at + 1).reduce((sum, filter) => sum + widths[filter.kind] + gap_px, -gap_px),
  )
  if ((sums.at(-1) ?? 0) <= room) return filters.length
  return Math.max(1, sums.filter((sum) => sum + gap_px + more_px <= room).length)
}

const useWidth = (place: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = place.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const watching = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    watching.observe(element)
    return () => watching.disconnect()
  }, [place])
  return width
}

/** What a filter holds, in words; undefined when it holds nothing. */
const useHeld = (params: Params, t: Words) => {
  const stations = useFindDesk()?.session.stations ?? []
  return (filter: Filter): { label: string; value: string } | undefined => {
    if (filter.kind === 'days') {
      const { from, to } = params
      if (!from && !to) return undefined
      return { label: filter.label ?? t('days'), value: `${from ? showDay(from) : ''} – ${to ? showDay(to) : ''}` }
    }
    const value = params[paramsOf(filter)[0]!]
    if (value === undefined) return undefined
    switch (filter.kind) {
      case 'text':
        return { label: filter.label ?? t('search'), value }
      case 'month':
        return { label: filter.label ?? t('month'), value }
      case 'station':
        return { label: t('station'), value: stations.find((each) => each.station_id === value)?.name ?? value }
      case 'choice':
        return { label: filter.label, value: filter.choices[value] ?? value }
      case 'yes_no':
        return { label: filter.label, value: value === 'true' ? t('yes') : t('no') }
    }
  }
}

interface FormProps {
  readonly filters: readonly Filter[]
  readonly params: Params
  readonly set: SetFilter
  readonly clear: () => void
  readonly filtered: boolean
}

const labelOf = (filter: Filter, t: Words): string =>
  filter.kind === 'station'
    ? t('station')
    : (filter.label ?? (filter.kind === 'days' ? t('days') : filter.kind === 'month' ? t('month') : t('search')))

/** Each under its name, because a chosen value does not say what it is of. */
const Folded = ({
  filters,
  params,
  set,
  id,
  children,
}: Omit<FormProps, 'clear' | 'filtered'> & { id: string; children?: ReactNode }) => {
  const t = useUiTexts()
  return (
    <div id={id} className="filters-more" role="group" aria-label={t('more_filters')}>
      {filters.map((filter) => (
        <div key={fieldOf(filter)} className="filter-named">
          <span aria-hidden>{labelOf(filter, t)}</span>
          <OneFilter filter={filter} params={params} set={set} />
        </div>
      ))}
      {children}
    </div>
  )
}

const Chips = ({ filters, params, set }: Omit<FormProps, 'clear' | 'filtered'>) => {
  const t = useUiTexts()
  const held = useHeld(params, t)
  const chips = filters.flatMap((filter) => {
    const found = held(filter)
    return found ? [{ filter, text: t('chip', found) }] : []
  })
  if (chips.length === 0) return null
  return (
    <ul className="filter-chips" aria-label={t('filters_on')}>
      {chips.map(({ filter, text }) => (
        <li key={fieldOf(filter)}>
          <button
            type="button"
            className="filter-chip"
            aria-label={t('remove_filter', { filter: text })}
            onClick={() => set(Object.fromEntries(paramsOf(filter).map((name) => [name, undefined])))}
          >
            {text} <span aria-hidden>×</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Row, folded ones and chips of a wide screen. */
const WideForm = ({ filters, params, set, clear, filtered }: FormProps) => {
  const t = useUiTexts()
  const place = useRef<HTMLElement>(null)
  const more = useRef<HTMLButtonElement>(null)
  const id = useId()
  const [open, setOpen] = useState(false)
  const count = fitting(filters, useWidth(place), filtered)
  const [shown, folded] = [filters.slice(0, count), filters.slice(count)]
  const leave = (event: KeyboardEvent) => {
    // An open list of choices closes first; the key then reaches nobody else.
    if (
      event.key !== 'Escape' ||
      !open ||
      event.defaultPrevented ||
      document.querySelector('.ant-select-open, .ant-picker-focused.ant-picker-open')
    )
      return
    setOpen(false)
    more.current?.focus()
  }
  return (
    // Escape closes what 更多筛选 opened, wherever in it the focus is
    // oxlint-disable-next-line no-static-element-interactions
    <search ref={place} className="query-form" aria-label={t('filters')} onKeyDown={leave}>
      <div className="filters">
        {shown.map((filter) => (
          <OneFilter key={fieldOf(filter)} filter={filter} params={params} set={set} />
        ))}
        {folded.length > 0 ? (
          <Button ref={more} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {t('more_filters')}
          </Button>
        ) : null}
        {filtered ? (
          <Button type="text" onClick={clear}>
            {t('clear_filters')}
          </Button>
        ) : null}
      </div>
      {open && folded.length > 0 ? <Folded id={id} filters={folded} params={params} set={set} /> : null}
      <Chips filters={open ? [] : folded} params={params} set={set} />
    </search>
  )
}

const PhoneForm = ({ filters, params, set, clear, filtered }: FormProps) => {
  const t = useUiTexts()
  const id = useId()
  const [open, setOpen] = useState(false)
  const first = filters[0]?.kind === 'text' ? filters[0] : undefined
  const rest = first ? filters.slice(1) : filters
  const clearing = filtered ? (
    <Button type="text" onClick={clear}>
      {t('clear_filters')}
    </Button>
  ) : null
  return (
    <search className="query-form" aria-label={t('filters')}>
      <div className="filters">
        {first ? <OneFilter filter={first} params={params} set={set} /> : null}
        {rest.length > 0 ? <Button onClick={() => setOpen(true)}>{t('filter')}</Button> : null}
      </div>
      <Chips filters={rest} params={params} set={set} />
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" title={t('filters')} size="auto" extra={clearing}>
        <Folded id={id} filters={rest} params={params} set={set} />
      </Drawer>
    </search>
  )
}

export const QueryForm = ({ filters, ...rest }: FormProps) => {
  const phone = useIsPhone()
  const stations = useStationChoices(rest.params)
  // nothing to choose, no filter: it would leave a gap in the row
  const offered = stations ? filters : filters.filter((filter) => filter.kind !== 'station')
  return phone ? <PhoneForm filters={offered} {...rest} /> : <WideForm filters={offered} {...rest} />
}
