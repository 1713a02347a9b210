/** A masked value (138****1234) and the way to see it whole: a reason is asked for, and the page says that the look is logged. */
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button, Input, Modal } from 'antd'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { call, Refused } from './call.ts'
import { useUiTexts } from './i18n.ts'
import './record.css'

export interface Reveal<E extends Endpoint> {
  /** Takes `reason` besides `input`, and logs the look. */
  readonly endpoint: E
  readonly input: Omit<InputOf<E>, 'reason'>
  /** The whole value in the answer. */
  readonly value: (output: OutputOf<E>) => string
}

/** Hidden again when the page is left; a revealed value is never kept in the query cache or in storage. */
export const Masked = <E extends Endpoint>({ masked, what, reveal }: { masked: string; what: string; reveal?: Reveal<E> }) => {
  const t = useUiTexts()
  const [whole, setWhole] = useState<string>()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    if (!reveal || !reason.trim()) return setProblem(t('required', { label: t('reveal_reason') }))
    try {
      setWhole(reveal.value(await call(reveal.endpoint, { ...reveal.input, reason: reason.trim() } as InputOf<E>)))
      setAsking(false)
      setReason('')
    } catch (error) {
      setProblem(error instanceof Refused ? error.message : t('reveal_failed'))
    }
  }
  return (
    <span className="masked">
      <span className="cell-code">{whole ?? masked}</span>
      {reveal ? (
        <Button type="link" size="small" onClick={() => (whole === undefined ? setAsking(true) : setWhole(undefined))}>
          {whole === undefined ? t('reveal') : t('hide')}
        </Button>
      ) : null}
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={t('reveal_title', { what })}
        footer={null}
        destroyOnHidden
        width={440}
      >
        <form onSubmit={(event) => void ask(event)} className="reveal">
          <p className="quiet">{t('reveal_logged')}</p>
          <label>
            {t('reveal_reason')}
            <Input
              value={reason}
              placeholder={t('reveal_reason_hint')}
              maxLength={200}
              onChange={(event) => setReason(event.target.value)}
              {...(problem ? { status: 'error' as const } : {})}
            />
          </label>
          {problem ? (
            <p role="alert" className="problem">
              {problem}
            </p>
          ) : null}
          <Button type="primary" htmlType="submit">
            {t('reveal_do')}
          </Button>
        </form>
      </Modal>
    </span>
  )
}
