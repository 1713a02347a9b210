/** One control of a form, by its kind; values are what is sent: days as `YYYY-MM-DD`, money as integer fen, choices as stored words. */
import { Suspense, lazy } from 'react'
import type { AriaAttributes } from 'react'
import { Input } from 'antd'
import type { Choices } from './cell.tsx'

const ChoosingField = lazy(() => import('./form-choosing.tsx'))

export type FieldKind =
  | 'text'
  | 'long_text'
  | 'password'
  | 'number'
  | 'yuan'
  | 'day'
  | 'month'
  | 'time'
  | 'choice'
  | 'many'
  | 'yes_no'
  | 'station'

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
  /** Longer text is not cut while it is typed or pasted: the form says that it is too long. */
  readonly max_length?: number
  /** What the browser may fill in (`username`, `new-password`). */
  readonly fills?: string
  readonly readonly?: boolean
}

/** What `Form.Item` says of its control to those who hear the page: that it is wrong, and where it says why. */
type Heard = Pick<AriaAttributes, 'aria-invalid' | 'aria-describedby' | 'aria-required'>

export const heardOf = (given: Heard): Heard =>
  Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith('aria-')))

/** What `Form.Item` hands to its control. */
export interface Controlled extends Heard {
  readonly id?: string
  readonly value?: unknown
  readonly onChange?: (value: unknown) => void
}

export const FieldControl = <I,>({ spec, ...given }: Controlled & { spec: FormField<I> }) => {
  const typed = {
    ...(given.id ? { id: given.id } : {}),
    value: given.value as string,
    ...(spec.hint ? { placeholder: spec.hint } : {}),
    ...heardOf(given),
    ...(spec.fills ? { autoComplete: spec.fills } : {}),
    ...(spec.readonly ? { readOnly: true } : {}),
    onChange: (event: { target: { value: string } }) => given.onChange?.(event.target.value),
  }
  switch (spec.kind) {
    case undefined:
    case 'text':
      return <Input {...typed} />
    case 'time':
      return <Input {...typed} type="time" />
    case 'long_text':
      return <Input.TextArea {...typed} autoSize={{ minRows: 3, maxRows: 12 }} />
    case 'password':
      return <Input.Password {...typed} />
    default:
      return (
        <Suspense fallback={<Input disabled aria-hidden />}>
          <ChoosingField {...given} spec={spec as FormField<unknown>} />
        </Suspense>
      )
  }
}
