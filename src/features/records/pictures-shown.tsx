/**
 * 照片·扫描件 on the page of any entry that takes them (src/app/pictured-tables.ts): looked at, added from the camera or from files, removed.
 *
 *     <Pictures source="activities.activities" entry_id={activity_id} may={useMay('activities.record')} />
 */
import { useRef, useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { v7 } from 'uuid'
import { Refused } from '../../ui/call.ts'
import { useCall, useSend } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { listPictures, MOST_BYTES, recordPicture } from './contract-pictures.ts'
import { PictureTooLarge, readyPicture, UnreadablePicture } from './picture-file.web.ts'
import { PictureViewer } from './picture-viewer.tsx'
import { usePictureTexts } from './picture-words.web.ts'
import './pictures.css'

export interface Pictured {
  /** `slice.table` */
  readonly source: string
  readonly entry_id: string
}

const useAdding = (of: Pictured, caption: string) => {
  const t = usePictureTexts()
  const send = useSend(recordPicture)
  const [told, setTold] = useState<{ type: 'success' | 'error' | 'info'; text: string }>()
  const problem = (error: unknown, name: string): string => {
    if (error instanceof Refused) return `${name}：${error.message}`
    if (error instanceof UnreadablePicture) return t('unreadable', { name })
    if (error instanceof PictureTooLarge) return t('too_large', { name, most: MOST_BYTES / 1_000_000 })
    throw error
  }
  const add = async (files: readonly File[]): Promise<void> => {
    const faults: string[] = []
    let count = 0
    for (const [i, file] of files.entries()) {
      setTold({ type: 'info', text: t('sending', { n: i + 1, all: files.length }) })
      try {
        const ready = await readyPicture(file)
        await send.mutateAsync({ ...of, picture_id: v7(), ...ready, ...(caption.trim() ? { caption: caption.trim() } : {}) })
        count++
      } catch (error) {
        faults.push(problem(error, file.name))
      }
    }
    const said = [...(count > 0 ? [t('added', { count })] : []), ...faults]
    setTold({ type: faults.length > 0 ? 'error' : 'success', text: said.join('；') })
  }
  return { told, add, sending: told?.type === 'info' }
}

const Adding = ({ of }: { of: Pictured }) => {
  const t = usePictureTexts()
  const [caption, setCaption] = useState('')
  const { told, add, sending } = useAdding(of, caption)
  const camera = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const chosen = (input: HTMLInputElement) => {
    const given = [...(input.files ?? [])]
    input.value = ''
    if (given.length > 0) void add(given).then(() => setCaption(''))
  }
  return (
    <div className="picture-adding">
      <label>
        {t('caption')}
        <Input
          value={caption}
          maxLength={100}
          placeholder={t('caption_hint')}
          onChange={(event) => setCaption(event.target.value)}
        />
      </label>
      <div className="form-actions">
        <Button loading={sending} onClick={() => camera.current?.click()}>
          {t('take')}
        </Button>
        <Button loading={sending} onClick={() => files.current?.click()}>
          {t('choose')}
        </Button>
      </div>
      <input
        ref={camera}
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        aria-label={t('photograph')}
        onChange={(event) => chosen(event.target)}
      />
      <input
        ref={files}
        hidden
        multiple
        type="file"
        accept="image/jpeg,image/png,image/webp,application/pdf"
        aria-label={t('files')}
        onChange={(event) => chosen(event.target)}
      />
      {told ? (
        <Alert
          type={told.type}
          showIcon
          role={told.type === 'error' ? 'alert' : 'status'}
          className="form-refused"
          title={told.text}
        />
      ) : null}
    </div>
  )
}

/** `may`: this account may add to the entry. */
export const Pictures = ({ source, entry_id, may }: Pictured & { readonly may: boolean }) => {
  const t = usePictureTexts()
  const read = useCall(listPictures, { source, entry_id })
  const [at, setAt] = useState<number>()
  const rows = read.data?.rows ?? []
  return (
    <section className="record-group">
      <h2>{t('pictures')}</h2>
      <p className="quiet">{t('pictures_purpose')}</p>
      {read.error ? <ErrorState error={read.error} /> : null}
      {!read.data && !read.error ? <Loading /> : null}
      {read.data && rows.length === 0 ? <EmptyState title={t('none')} /> : null}
      {rows.length > 0 ? (
        <ul className="pictures">
          {rows.map((row, i) => (
            <li key={row.picture_id}>
              <button
                type="button"
                aria-label={[t('open_picture', { n: i + 1 }), row.thumbnail ? '' : t('scan'), row.caption ?? ''].join(' ').trim()}
                onClick={() => setAt(i)}
              >
                {row.thumbnail ? <img alt="" src={`data:image/jpeg;base64,${row.thumbnail}`} /> : <span>{t('scan')}</span>}
                <small>{row.caption}</small>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <PictureViewer rows={rows} at={at} show={setAt} />
      {may ? <Adding of={{ source, entry_id }} /> : null}
    </section>
  )
}
