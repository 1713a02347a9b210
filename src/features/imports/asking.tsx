/** A question before something that cannot simply be taken back: names it, asks for the reason, says what will happen. */
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button, Input, Modal } from 'antd'
import { Refused } from '../../ui/call.ts'
import { useTexts } from './words.web.ts'

export const AskReason = (props: {
  open: boolean
  close: () => void
  title: string
  says: string
  hint: string
  /** The button that does it. */
  act: string
  danger?: boolean
  send: (reason: string) => Promise<unknown>
}) => {
  const t = useTexts()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [sending, setSending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!reason.trim()) return setProblem(t('reason_wanted'))
    setSending(true)
    try {
      await props.send(reason.trim())
      props.close()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setProblem(error.message)
    } finally {
      setSending(false)
    }
  }
  return (
    <Modal open={props.open} onCancel={props.close} title={props.title} footer={null} destroyOnHidden width={480}>
      <form className="reveal" onSubmit={(event) => void submit(event)}>
        <p>{props.says}</p>
        <label>
          {t('undo_reason')}
          <Input.TextArea
            value={reason}
            placeholder={props.hint}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => setReason(event.target.value)}
            {...(problem ? { status: 'error' as const } : {})}
          />
        </label>
        {problem ? (
          <p role="alert" className="problem">
            {problem}
          </p>
        ) : null}
        <div className="wizard-go">
          <Button type="primary" danger={props.danger ?? false} htmlType="submit" loading={sending}>
            {props.act}
          </Button>
          <Button onClick={props.close}>{t('cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
