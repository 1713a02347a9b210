/** Numbers as people type them. What is no number stays as it was typed, so that the form can say so instead of calling it missing. */
import { useEffect, useState } from 'react'
import { Input } from 'antd'
import type { Controlled } from './form-field.tsx'

/** Digits with at most this many decimals; wide digits and commas between thousands are read too. */
const readNumber = (typed: string, decimals: number): number | undefined => {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '')
  return new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`).test(text) ? Number(text) : undefined
}

/** The number that is sent, or what was typed when it is none. */
const valueOf = (typed: string, decimals: number, times: number): number | string | undefined => {
  if (typed.trim() === '') return undefined
  const number = readNumber(typed, decimals)
  return number === undefined ? typed : Math.round(number * times * 1e9) / 1e9
}

const textOf = (value: unknown, times: number): string =>
  typeof value === 'number' ? String(value / times) : ((value as string) ?? '')

const Typed = ({
  decimals,
  times,
  prefix,
  hint,
  value,
  onChange,
  ...given
}: Controlled & { decimals: number; times: number; prefix?: string; hint?: string | undefined }) => {
  const [typed, setTyped] = useState(() => textOf(value, times))
  // Only a value from outside (a form that begins anew) overrules what stands in the field: `12.` must not become `12` while typing.
  useEffect(() => {
    setTyped((now) => (valueOf(now, decimals, times) === value ? now : textOf(value, times)))
  }, [value, decimals, times])
  return (
    <Input
      {...given}
      className="field-number"
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      {...(prefix ? { prefix } : {})}
      {...(hint ? { placeholder: hint } : {})}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange?.(valueOf(event.target.value, decimals, times))
      }}
    />
  )
}

export const NumberInput = (given: Controlled & { hint?: string | undefined }) => <Typed {...given} decimals={6} times={1} />

/** Shown in yuan, sent in whole fen. */
export const YuanInput = (given: Controlled & { hint?: string | undefined }) => (
  <Typed {...given} decimals={2} times={100} prefix="¥" />
)
