/** A file from the camera or the disk, made ready to send: pictures smaller and without what the camera wrote into them, PDFs as they are. */
import { MOST_BYTES } from './contract-pictures.ts'

/** Pixels of the longer side: a photographed sheet of A4 can be read. */
const LONGEST = 1800
const THUMBNAIL = 240

export class UnreadablePicture extends Error {}
export class PictureTooLarge extends Error {}

export interface ReadyPicture {
  /** Base64. */
  readonly content: string
  readonly thumbnail?: string
}

const base64Of = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(blob)
  })

const drawn = async (picture: ImageBitmap, longest: number, quality: number): Promise<Blob> => {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')!
  // JPEG has no transparency: what is clear in a PNG would turn black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new UnreadablePicture())), 'image/jpeg', quality),
  )
}

/** Throws `UnreadablePicture`, `PictureTooLarge`. */
export const readyPicture = async (file: File): Promise<ReadyPicture> => {
  if (file.type === 'application/pdf') {
    if (file.size > MOST_BYTES) throw new PictureTooLarge()
    return { content: await base64Of(file) }
  }
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new UnreadablePicture()
  })
  try {
    let whole = await drawn(picture, LONGEST, 0.82)
    if (whole.size > MOST_BYTES) whole = await drawn(picture, LONGEST, 0.5)
    if (whole.size > MOST_BYTES) throw new PictureTooLarge()
    return { content: await base64Of(whole), thumbnail: await base64Of(await drawn(picture, THUMBNAIL, 0.7)) }
  } finally {
    picture.close()
  }
}
