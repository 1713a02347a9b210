/** One picture in full: before, after, downloaded, removed. */
import { useState } from 'react'
import { Button, Modal } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showInstant } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { getPicture, removePicture, type listPictures } from './contract-pictures.ts'
import { usePictureTexts as useTexts } from './picture-words.web.ts'

type Row = OutputOf<typeof listPictures>['rows'][number]

const ENDING: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

const Content = ({ row, number }: { row: Row; number: number }) => {
  const t = useTexts()
  const { data, error } = useCall(getPicture, { picture_id: row.picture_id })
  if (error) return <ErrorState error={error} />
  if (!data) return <Loading />
  const address = `data:${data.media_type};base64,${data.content}`
  return (
    <figure className="picture-whole">
      {data.media_type === 'application/pdf' ? (
        <p>{t('scan')}</p>
      ) : (
        <img alt={row.caption ?? t('open_picture', { n: number })} src={address} />
      )}
      <figcaption>
        {row.caption ? <strong>{row.caption}</strong> : null}{' '}
        <span className="quiet">{t('by', { name: row.recorded_by_name, at: showInstant(row.recorded_at) })}</span>
      </figcaption>
      <Button href={address} download={`${row.caption ?? t('pictures')}-${number}.${ENDING[data.media_type] ?? 'bin'}`}>
        {t('download')}
      </Button>
    </figure>
  )
}

const Removing = ({ row, done }: { row: Row; done: () => void }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  if (!row.may_remove) return null
  if (!open) return <Button onClick={() => setOpen(true)}>{t('remove')}</Button>
  return (
    <RecordForm
      endpoint={removePicture}
      submit={t('remove_do')}
      initial={{ picture_id: row.picture_id }}
      done={done}
      cancel={() => setOpen(false)}
      fields={[{ field: 'reason', label: t('remove_why'), help: t('remove_note'), required: true, max_length: 200 }]}
    />
  )
}

export const PictureViewer = ({
  rows,
  at,
  show,
}: {
  readonly rows: readonly Row[]
  /** Which of the rows; none = closed. */
  readonly at: number | undefined
  readonly show: (at: number | undefined) => void
}) => {
  const t = useTexts()
  const row = at === undefined ? undefined : rows[at]
  return (
    <Modal
      open={row !== undefined}
      onCancel={() => show(undefined)}
      title={row ? t('picture_n', { n: at! + 1, all: rows.length }) : ''}
      footer={null}
      width={960}
      destroyOnHidden
    >
      {row ? (
        <>
          <Content key={row.picture_id} row={row} number={at! + 1} />
          <div className="form-actions">
            <Button disabled={at === 0} onClick={() => show(at! - 1)}>
              {t('before')}
            </Button>
            <Button disabled={at! + 1 >= rows.length} onClick={() => show(at! + 1)}>
              {t('after')}
            </Button>
          </div>
          <Removing key={`remove-${row.picture_id}`} row={row} done={() => show(undefined)} />
        </>
      ) : null}
    </Modal>
  )
}
