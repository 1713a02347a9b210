/**
 * Recording one person after another at the desk: what stays the same (station, day, who did it) is kept for the next, what was
 * recorded is said above the form. Each entry has an id of its own, made here, so that sending it twice counts once.
 *
 *     <SerialForm
 *       endpoint={recordVisit} id_field="visit_id" submit={t('record_do')} keep={['station_id', 'occurred_on', 'visitor']}
 *       initial={{ visitor: session.account.name }} said={(sent) => t('recorded_one', { name: sent.name ?? '' })}
 *       cancel={() => go('/visits')} fields={[…]}
 *     />
 */
import { useRef, useState } from 'react'
import { Alert } from 'antd'
import { v7 } from 'uuid'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import type { FormField } from './form-field.tsx'
import { RecordForm } from './record-form.tsx'

/** What is said of an entry; `urgent` asks for something to be done now. */
export interface Said {
  readonly text: string
  readonly urgent?: boolean
}

export interface SerialFormProps<E extends Endpoint> {
  readonly endpoint: E
  /** The field of the entry's id. */
  readonly id_field: keyof InputOf<E> & string
  readonly fields: readonly FormField<InputOf<E>>[]
  readonly submit: string
  /** Fields whose values stand for the next entry too. */
  readonly keep: readonly (keyof InputOf<E> & string)[]
  readonly initial: Partial<InputOf<E>>
  readonly said: (sent: InputOf<E>, output: OutputOf<E>) => Said
  readonly cancel: () => void
  /** A last look at the entry before it is sent. Returns messages by field. */
  readonly check?: (values: Partial<InputOf<E>>) => Readonly<Record<string, string>> | undefined
}

const withNewId = <E extends Endpoint>(id_field: string, values: Partial<InputOf<E>>): Partial<InputOf<E>> => ({
  ...values,
  [id_field]: v7(),
})

export const SerialForm = <E extends Endpoint>(props: SerialFormProps<E>) => {
  const { endpoint, id_field, fields, submit, keep, said, cancel } = props
  const sent = useRef<Readonly<Record<string, unknown>>>({})
  const [last, setLast] = useState<Said>()
  const [initial, setInitial] = useState(() => withNewId<E>(id_field, props.initial))
  const next = (output: OutputOf<E>) => {
    setLast(said(sent.current as InputOf<E>, output))
    const kept = keep.flatMap((field) => (sent.current[field] === undefined ? [] : [[field, sent.current[field]]]))
    setInitial(withNewId<E>(id_field, { ...props.initial, ...(Object.fromEntries(kept) as Partial<InputOf<E>>) }))
  }
  return (
    <>
      {last ? (
        <Alert
          type={last.urgent ? 'warning' : 'success'}
          showIcon
          role={last.urgent ? 'alert' : 'status'}
          className="form-refused"
          title={last.text}
        />
      ) : null}
      <RecordForm
        key={String((initial as Readonly<Record<string, unknown>>)[id_field])}
        endpoint={endpoint}
        fields={fields}
        initial={initial}
        submit={submit}
        check={(values) => {
          sent.current = values
          return props.check?.(values as Partial<InputOf<E>>)
        }}
        done={next}
        cancel={cancel}
      />
    </>
  )
}
