/** Step 1: which year, which files; a file that cannot be read says why, the others go on. */
import { useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { Alert, Button } from 'antd'
import { Refused } from '../../ui/call.ts'
import { language } from '../../ui/i18n.ts'
import { Progress } from '../../ui/progress.tsx'
import { useCall } from '../../ui/queries.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import { getOrganisation } from '../orgs/contract.ts'
import { sendWorkbooks } from './wizard.web.ts'
import type { Uploaded } from './wizard.web.ts'
import { YearChoice } from './wizard-year.tsx'
import { useTexts } from './words.web.ts'

const kilobytes = (bytes: number) =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`

const bytesOf = (files: readonly File[]) => files.reduce((sum, file) => sum + file.size, 0)

const no_input = {}

/** The same name chosen again replaces the earlier file: it is usually the mended one. */
const together = (before: readonly File[], chosen: readonly File[]): File[] => [
  ...before.filter((file) => !chosen.some((one) => one.name === file.name)),
  ...chosen,
]

const Drop = ({ add }: { add: (files: readonly File[]) => void }) => {
  const t = useTexts()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add([...event.dataTransfer.files])
  }
  return (
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label className="drop-choose">
        <input
          ref={input}
          className="unseen"
          type="file"
          multiple
          accept=".xlsx,.xlsm,.xls,.csv,.tsv,.txt"
          onChange={(event) => {
            add([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        <span className="drop-words">{t('drop')}</span>
        <span className="quiet">{t('drop_help')}</span>
      </label>
    </div>
  )
}

const Chosen = ({
  files,
  problems,
  remove,
}: {
  files: readonly File[]
  problems: Uploaded['problems']
  remove: (file: File) => void
}) => {
  const t = useTexts()
  if (files.length === 0) return null
  return (
    <section>
      <h2>{t('chosen_files', { count: files.length })}</h2>
      <ul className="chosen">
        {files.map((file) => {
          const problem = problems.find((one) => one.file === file.name)
          return (
            <li key={file.name} data-refused={problem ? true : undefined}>
              <span className="chosen-name">{file.name}</span>
              <span className="quiet">{kilobytes(file.size)}</span>
              <button
                type="button"
                className="plain-close"
                aria-label={t('remove_file', { file: file.name })}
                onClick={() => remove(file)}
              >
                ×
              </button>
              {problem ? <p className="problem">{problem.message}</p> : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const useUpload = (done: (uploaded: Uploaded) => void) => {
  const [sent, setSent] = useState<number>()
  const [problems, setProblems] = useState<Uploaded['problems']>([])
  const [refused, setRefused] = useState<string>()
  const limit_mb = useCall(getOrganisation, no_input).data?.upload_limit_mb
  const upload = async (files: readonly File[]) => {
    setRefused(undefined)
    // The server says the same; here it is said before a quarter of an hour of sending.
    if (limit_mb !== undefined && bytesOf(files) > limit_mb * 1_048_576)
      return setRefused(refusalText('uploads_too_large', { limit: `${limit_mb} MB` }, language()))
    setSent(0)
    try {
      const uploaded = await sendWorkbooks(files, setSent)
      setProblems(uploaded.problems)
      if (uploaded.upload_id) done(uploaded)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setRefused(error.message)
    } finally {
      setSent(undefined)
    }
  }
  return { sent, problems, refused, upload, forget: () => setProblems([]) }
}

export const FilesStep = (props: {
  year: number
  chooseYear: (year: number) => void
  files: readonly File[]
  setFiles: (files: readonly File[]) => void
  done: (uploaded: Uploaded) => void
}) => {
  const t = useTexts()
  const { year, chooseYear, files, setFiles } = props
  const { sent, problems, refused, upload, forget } = useUpload(props.done)
  const bytes = bytesOf(files)
  return (
    <div className="wizard-step">
      <YearChoice year={year} choose={chooseYear} />
      <Drop
        add={(chosen) => {
          forget()
          setFiles(together(files, chosen))
        }}
      />
      {refused ? <Alert type="error" showIcon role="alert" title={refused} /> : null}
      {problems.length > 0 ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('refused_files', { count: problems.length })}
          description={t('none_readable')}
        />
      ) : null}
      <Chosen files={files} problems={problems} remove={(file) => setFiles(files.filter((one) => one !== file))} />
      {sent === undefined ? (
        <div className="wizard-go">
          <Button type="primary" disabled={files.length === 0} onClick={() => void upload(files)}>
            {t('upload')}
          </Button>
        </div>
      ) : sent < 1 ? (
        <Progress label={t('uploading')} done={Math.round((sent * bytes) / 1024)} of={Math.ceil(bytes / 1024)} />
      ) : (
        <Progress label={t('reading')} done={files.length} of={undefined} />
      )}
    </div>
  )
}
