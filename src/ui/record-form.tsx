/**
 * A form made from a contract: the fields are listed, the endpoint's own input checks them in the browser, and a refusal of the server
 * appears under the field it names.
 *
 *     <RecordForm
 *       endpoint={recordMeal} submit={t('record_meal')} initial={{ meal_id }} done={() => go('/canteen/meals')}
 *       fields={[{ field: 'occurred_on', label: t('day'), kind: 'day', required: true }, { field: 'price_fen', label: t('price'), kind: 'yuan' }]}
 *     />
 */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Alert, Button, Form } from 'antd'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { FieldControl } from './form-field.tsx'
import type { FieldKind, FormField } from './form-field.tsx'
import { useUiTexts } from './i18n.ts'
import { useSend } from './queries.ts'
import { useFindDesk } from './session.tsx'
import { Refused } from './call.ts'
import './form.css'

interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly maximum?: number | bigint
  readonly minimum?: number | bigint
  readonly origin?: string
  readonly expected?: string
}

type Words = ReturnType<typeof useUiTexts>

interface Named {
  readonly field: string
  readonly label: string
  readonly kind?: FieldKind
  readonly max_length?: number
}

/** A field of a number that holds something else; undefined when it is in order, or is another kind of field. */
const notNumber = (kind: FieldKind | undefined, value: unknown, t: Words): string | undefined => {
  if ((kind !== 'number' && kind !== 'yuan') || typeof value !== 'string' || value === '') return undefined
  return t(kind === 'yuan' ? 'not_yuan' : 'not_number', { typed: value })
}

const tooLong = (most: number | undefined, value: unknown, t: Words): string | undefined =>
  most !== undefined && typeof value === 'string' && value.length > most
    ? t('too_long', { most, typed: value.length })
    : undefined

/** What is wrong, in words that mend it. */
const wordsFor = (issue: Issue, { label, kind }: Pick<Named, 'label' | 'kind'>, value: unknown, t: Words): string => {
  if (value === undefined || value === null || value === '') return t('required', { label })
  // Sent in fen, typed and said in yuan.
  const shownAs = kind === 'yuan' ? 100 : 1
  if (issue.expected === 'int') return t('not_whole', { typed: String(value) })
  if (issue.expected === 'number') return notNumber(kind ?? 'number', String(value), t) ?? t('not_right')
  if (issue.code === 'too_big')
    return issue.origin === 'string'
      ? t('too_long', { most: Number(issue.maximum), typed: String(value).length })
      : t('too_much', { most: Number(issue.maximum) / shownAs })
  if (issue.code === 'too_small' && issue.origin !== 'string') return t('too_little', { least: Number(issue.minimum) / shownAs })
  return t('not_right')
}

/** In the middle, because on a phone the buttons stand over the lower end of the form. */
const in_sight = { focus: true, block: 'center' } as const

const withoutEmpty = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''))

/** Messages by field for what the contract would refuse; `undefined` when it is in order. */
export const problemsOf = <E extends Endpoint>(
  endpoint: E,
  values: Readonly<Record<string, unknown>>,
  fields: readonly Named[],
  t: Words,
) => {
  const problems = new Map<string, string>()
  for (const { field, kind, max_length } of fields) {
    const problem = notNumber(kind, values[field], t) ?? tooLong(max_length, values[field], t)
    if (problem) problems.set(field, problem)
  }
  const read = endpoint.input.safeParse(values)
  if (read.success) return problems.size > 0 ? problems : undefined
  for (const issue of read.error.issues as readonly Issue[]) {
    const name = String(issue.path[0] ?? '')
    const spec = fields.find((each) => each.field === name)
    if (!problems.has(name)) problems.set(name, wordsFor(issue, spec ?? { label: name }, values[name], t))
  }
  return problems
}

/** `Extra` names fields of the form that are not sent. */
export interface RecordFormProps<E extends Endpoint, Extra extends string = never> {
  readonly endpoint: E
  readonly fields: readonly FormField<InputOf<E> & Record<Extra, string>>[]
  /** Values to begin with; those without a field of their own (ids) are sent along. A station field begins with the station of the desk. */
  readonly initial?: Partial<InputOf<E>>
  readonly submit: string
  readonly done?: (output: OutputOf<E>) => void | Promise<void>
  readonly cancel?: () => void
  /** A last look at what the contract takes before it is sent (confirmations that must match). Returns messages by field. */
  readonly check?: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>> | undefined
  /** Fields whose control stands outside the form, and where what is wrong with them is said. */
  readonly outside?: Readonly<Record<string, (message: string) => void>>
  /** Such as a repeated password. */
  readonly unsent?: readonly Extra[]
  readonly children?: ReactNode
}

const groupsOf = <I,>(fields: readonly FormField<I>[]) => {
  const names = [...new Set(fields.map((field) => field.group))]
  return names.map((name) => ({ name, fields: fields.filter((field) => field.group === name) }))
}

/** What the form itself looks at, on leaving a field and before sending: nothing left out, numbers that are numbers, texts that fit. */
const rulesOf = ({ kind, label, required, max_length }: Omit<Named, 'field'> & { readonly required?: boolean }, t: Words) => [
  ...(required ? [{ required: true, message: t('required', { label }) }] : []),
  {
    validator: async (_: unknown, value: unknown) => {
      const problem = notNumber(kind, value, t) ?? tooLong(max_length, value, t)
      if (problem) throw new Error(problem)
    },
  },
]

/** Where one works just now is nearly always where the record belongs. */
const useInitial = <E extends Endpoint, Extra extends string>(
  props: RecordFormProps<E, Extra>,
): Readonly<Record<string, unknown>> => {
  const station = useFindDesk()?.station
  const places = station
    ? props.fields.filter((field) => field.kind === 'station').map((field) => [field.field, station.station_id])
    : []
  return { ...Object.fromEntries(places), ...props.initial }
}

const useSubmit = <E extends Endpoint, Extra extends string>(props: RecordFormProps<E, Extra>) => {
  const t = useUiTexts()
  const [form] = Form.useForm()
  const [refused, setRefused] = useState<string>()
  const send = useSend(props.endpoint, props.done ? { done: props.done } : {})
  const place = (problems: Iterable<readonly [string, string]>) => {
    const known = new Set<string>(props.fields.map((field) => field.field))
    const all = [...problems]
    form.setFields(all.filter(([name]) => known.has(name)).map(([name, message]) => ({ name, errors: [message] })))
    for (const [name, message] of all) props.outside?.[name]?.(message)
    setRefused(all.find(([name]) => !known.has(name) && !props.outside?.[name])?.[1])
    const first = all.find(([name]) => known.has(name))?.[0]
    if (first) form.scrollToField(first, in_sight)
  }
  const submit = async (typed: Record<string, unknown>) => {
    setRefused(undefined)
    const values = withoutEmpty({ ...props.initial, ...typed })
    const sent = Object.fromEntries(Object.entries(values).filter(([name]) => !props.unsent?.some((each) => each === name)))
    const problems = problemsOf(props.endpoint, sent, props.fields, t)
    if (problems) return place(problems)
    const own = props.check?.(values)
    if (own && Object.keys(own).length > 0) return place(Object.entries(own))
    try {
      await send.mutateAsync(sent as InputOf<E>)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      place([[error.field ?? '', error.message]])
    }
  }
  return { form, refused, submit, sending: send.isPending }
}

export const RecordForm = <E extends Endpoint, Extra extends string = never>(props: RecordFormProps<E, Extra>) => {
  const t = useUiTexts()
  const { form, refused, submit, sending } = useSubmit(props)
  const initial = useInitial(props)
  const groups = useMemo(() => groupsOf(props.fields), [props.fields])
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      onFinish={(values) => void submit(values)}
      className="record-form"
      scrollToFirstError={in_sight}
    >
      {refused ? <Alert type="error" title={refused} showIcon role="alert" className="form-refused" /> : null}
      {groups.map((group, place) => (
        <fieldset key={group.name ?? place} className="form-group">
          {group.name ? <legend>{group.name}</legend> : null}
          {group.fields.map((spec) => (
            <Form.Item
              key={spec.field}
              name={String(spec.field)}
              label={spec.label}
              extra={spec.help}
              rules={rulesOf(spec, t)}
              validateTrigger="onBlur"
            >
              <FieldControl spec={spec} />
            </Form.Item>
          ))}
        </fieldset>
      ))}
      {props.children}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={sending}>
          {props.submit}
        </Button>
        {props.cancel ? <Button onClick={props.cancel}>{t('cancel')}</Button> : null}
      </div>
    </Form>
  )
}
