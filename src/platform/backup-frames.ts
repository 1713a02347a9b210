/**
 * The encrypted body of a backup: a stream of frames, AES-256-GCM each, so that a file of any size is written and read in little memory and
 * nothing is handed on that was not authenticated. A frame's nonce is its number and whether it is the last: a frame that was cut off,
 * repeated, left out or moved cannot be opened (the STREAM construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015). The header in clear
 * is bound to every frame. The key must never have sealed another body: `backup-header.ts` derives a new one for each backup.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

/** Plain bytes of a full frame; every frame but the last is full. */
const FRAME = 256 * 1024
const TAG = 16

/** The file is no backup, was changed, or was cut short. Never thrown for a wrong key that the header already tells. */
export class BackupDamaged extends Error {
  constructor(why: string) {
    super(`备份文件已损坏或不完整 · The backup is damaged or incomplete: ${why}`)
  }
}

/** 11 bytes counter, 1 byte that is 1 in the last frame. */
const nonceOf = (number: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 3)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

const sealFrame = (key: Buffer, header: Buffer, number: number, plain: Buffer, isLast: boolean): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

const openFrame = (key: Buffer, header: Buffer, number: number, sealed: Buffer, isLast: boolean): Buffer => {
  if (sealed.length < TAG) throw new BackupDamaged(`cut off in part ${number + 1}`)
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, isLast))
  decipher.setAAD(header)
  decipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()])
  } catch {
    throw new BackupDamaged(`part ${number + 1} cannot be opened`)
  }
}

/** Cuts a stream of bytes into pieces of `size`; the last one is shorter or empty. */
async function* pieces(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    waiting.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    length += chunk.byteLength
    // More than one piece must be there: whether a piece is the last is known only when something follows it.
    while (length > size) {
      const all = Buffer.concat(waiting)
      yield { bytes: all.subarray(0, size), isLast: false }
      waiting = [all.subarray(size)]
      length -= size
    }
  }
  yield { bytes: Buffer.concat(waiting), isLast: true }
}

/** `header`: the bytes in clear before the frames. */
export async function* sealFrames(key: Buffer, header: Buffer, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let number = 0
  for await (const { bytes, isLast } of pieces(chunks, FRAME)) yield sealFrame(key, header, number++, bytes, isLast)
}

/** Throws BackupDamaged at the first frame that is not what was written. The whole is there only when the stream ends without a throw. */
export async function* openFrames(key: Buffer, header: Buffer, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let number = 0
  for await (const { bytes, isLast } of pieces(chunks, FRAME + TAG)) yield openFrame(key, header, number++, bytes, isLast)
}
