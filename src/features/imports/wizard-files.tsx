/** Step 1: which year, which files; a file that cannot be read says why, the others go on. */
import { useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { Alert, Button, InputNumber } from 'antd'
import { Refused } from '../../ui/call.ts'
import { Progress } from '../../ui/progress.tsx'
import { sendWorkbooks } from './wizard.web.ts'
import type { Uploaded } from './wizard.web.ts'
import { useTexts } from './words.web.ts'

const kilobytes = (bytes: number) =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`

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
  const upload = async (files: readonly File[], year: number) => {
    setRefused(undefined)
    setSent(0)
    try {
      const uploaded = await sendWorkbooks(files, year, setSent)
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
  setYear: (year: number) => void
  files: readonly File[]
  setFiles: (files: readonly File[]) => void
  done: (uploaded: Uploaded) => void
}) => {
  const t = useTexts()
  const { year, setYear, files, setFiles } = props
  const { sent, problems, refused, upload, forget } = useUpload(props.done)
  const bytes = files.reduce((sum, file) => sum + file.size, 0)
  return (
    <div className="wizard-step">
      <div className="wizard-year">
        <label htmlFor="import-year">{t('year_of')}</label>
        <InputNumber
          id="import-year"
          value={year}
          min={1950}
          max={2200}
          precision={0}
          onChange={(value) => value !== null && setYear(value)}
          aria-describedby="import-year-help"
        />
        <span id="import-year-help" className="quiet">
          {t('year_help')}
        </span>
      </div>
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
          <Button type="primary" disabled={files.length === 0} onClick={() => void upload(files, year)}>
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
