/** When: the first day, how it comes again, and the days that come of it, days off left out. */
import { Alert, Flex, Tag } from 'antd'
import { FieldControl } from '../../ui/form-field.tsx'
import { showDay } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { listHolidays } from '../orgs/contract.ts'
import { MOST_DAYS, plannedDays, type PlannedDays, type Repeat } from './timetable.ts'
import { repeats, usePlanTexts } from './planning-words.web.ts'

export interface Chosen {
  readonly first: string | undefined
  readonly repeat: Repeat
  readonly times: number
  /** Taken out by hand. */
  readonly without: readonly string[]
}

/** As far ahead as any choice can reach: a year of months, and the days off in it. */
const ahead = (first: string | undefined) => ({
  from: first ?? '2000-01-01',
  to: `${Number((first ?? '2000').slice(0, 4)) + 5}-12-31`,
  page_size: 500,
})

const nothing: PlannedDays = { days: [], skipped: [], year_unknown: undefined }

/** The days that are meant, once the days off are known. */
export const useDays = ({ first, repeat, times, without }: Chosen): PlannedDays => {
  // A year is known when any of its days is, also one before the first day chosen.
  const read = useCall(listHolidays, ahead(first && `${first.slice(0, 4)}-01-01`), { pause: first === undefined })
  if (!first) return nothing
  const planned = plannedDays(first, repeat, times, read.data?.rows ?? [])
  return { ...planned, days: planned.days.filter((day) => !without.includes(day)) }
}

const Label = ({ of, text }: { of: string; text: string }) => (
  <label htmlFor={of} className="days-label">
    {text}
  </label>
)

export const DaysChooser = ({
  chosen,
  choose,
  planned,
}: {
  chosen: Chosen
  choose: (chosen: Chosen) => void
  planned: PlannedDays
}) => {
  const t = usePlanTexts()
  const put = (patch: Partial<Chosen>) => choose({ ...chosen, without: [], ...patch })
  return (
    <fieldset className="form-group days-chooser">
      <legend>{t('when')}</legend>
      <Label of="first_day" text={t('first_day')} />
      <FieldControl
        id="first_day"
        spec={{ field: 'first', label: t('first_day'), kind: 'day' } as never}
        value={chosen.first}
        onChange={(first) => put({ first: first as string | undefined })}
      />
      <Label of="repeat" text={t('repeat')} />
      <FieldControl
        id="repeat"
        spec={{ field: 'repeat', label: t('repeat'), kind: 'choice', choices: repeats(t) } as never}
        value={chosen.repeat}
        onChange={(repeat) => put({ repeat: repeat as Repeat })}
      />
      {chosen.repeat === 'once' ? null : (
        <>
          <Label of="times" text={t('times')} />
          <FieldControl
            id="times"
            spec={{ field: 'times', label: t('times'), kind: 'number' } as never}
            value={chosen.times}
            onChange={(times) => put({ times: Math.min(MOST_DAYS, Math.max(1, Number(times) || 1)) })}
          />
          <p aria-live="polite">{t('days_planned', { count: planned.days.length })}</p>
          <Flex wrap gap="small">
            {planned.days.map((day) => (
              <Tag
                key={day}
                closable={{ 'aria-label': t('remove_day', { day }) }}
                onClose={() => choose({ ...chosen, without: [...chosen.without, day] })}
              >
                {showDay(day)}
              </Tag>
            ))}
          </Flex>
          {planned.skipped.length > 0 ? (
            <p className="quiet">
              {t('days_skipped')} {planned.skipped.map(({ day, name }) => `${showDay(day)} ${name}`).join('、')}
            </p>
          ) : null}
          {planned.year_unknown === undefined ? null : (
            <Alert type="warning" showIcon title={t('year_unknown', { year: planned.year_unknown })} />
          )}
        </>
      )}
    </fieldset>
  )
}
