import type { PGlite } from '@electric-sql/pglite'

/**
 * Bytes in, bytes out: the driver on the other side reads them, errors with all their fields included. Taken as they come, because
 * `execProtocolRaw` of a database that has run a statement of its own (as it does when it is made) reads every answer a second time and keeps
 * what it read for ever: after some 80,000 requests this thread was out of memory.
 */
export const answerTo = async (db: PGlite, message: Uint8Array): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  // A part lies in the memory of the database until the next one is written there.
  await db.execProtocolRawStream(message, { onRawData: (part) => void parts.push(part.slice()) })
  if (parts.length === 1) return parts[0]!
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
