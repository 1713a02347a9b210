/** The workbooks of one upload, read as they arrive. */
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { openWorkbook, workbookLimits } from '../../platform/workbook.ts'
import { Refusal } from '../../shared/refusal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import type { Arrival, ArrivedFile } from './uploads.ts'

const MB = 1_048_576
const LOOK_EVERY_MS = 500
/** Looks in a row at a reader that does not go on: a busy moment of the server is over sooner. */
const STANDS_STILL = 4

export interface Arrived {
  readonly files: ArrivedFile[]
  readonly problems: { file: string; code: string; message: string }[]
}

/**
 * What is waited for; refused when the reader of uploads takes nothing more although there is something to take, which it does for ever over some
 * garbled ones (a long part whose head is none). Somebody who merely sends slowly is waited for: the server's own limits end that.
 */
const unlessStuck = async <T>(raw: FastifyRequest['raw'], waitedFor: Promise<T>): Promise<T> => {
  let looks = 0
  let timer: NodeJS.Timeout | undefined
  const stuck = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      looks = raw.readableEnded || raw.readableFlowing === false ? looks + 1 : 0
      if (looks >= STANDS_STILL) reject(new Refusal('bad_request'))
    }, LOOK_EVERY_MS)
  })
  return Promise.race([waitedFor, stuck]).finally(() => clearInterval(timer))
}

/** The bytes of one file, or undefined when they are more than may wait. */
const read = async (request: FastifyRequest, file: MultipartFile['file'], arrival: Arrival): Promise<Buffer | undefined> => {
  let chunks: Buffer[] | undefined = []
  const parts = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  // Read to its end even when it will be refused: the parts behind it wait for that.
  for (let next = await unlessStuck(request.raw, parts.next()); !next.done; next = await unlessStuck(request.raw, parts.next())) {
    if (chunks && arrival.take(next.value.length)) chunks.push(next.value)
    else chunks = undefined
  }
  return chunks && Buffer.concat(chunks)
}

/**
 * @returns undefined when more came than may wait for this account
 * @throws Refusal bad_request where the upload cannot be taken apart
 */
export const receive = async (request: FastifyRequest, language: 'zh' | 'en', arrival: Arrival): Promise<Arrived | undefined> => {
  const arrived: Arrived = { files: [], problems: [] }
  let tooMuch = false
  // Not `for await`: leaving that would wait for the part that never comes.
  const parts = request.files({ throwFileSizeLimit: false })
  for (let next = await unlessStuck(request.raw, parts.next()); !next.done; next = await unlessStuck(request.raw, parts.next())) {
    const part = next.value
    const file = (part.filename ?? '').split(/[\\/]/).at(-1) || 'file'
    const bytes = await read(request, part.file, arrival)
    tooMuch ||= bytes === undefined
    if (bytes === undefined || tooMuch) continue
    try {
      if (part.file.truncated) throw new Refusal('file_too_large', { file, limit: `${workbookLimits.max_bytes / MB} MB` })
      if (arrived.files.some(({ workbook }) => workbook.name === file)) throw new Refusal('file_twice', { file })
      arrived.files.push({ workbook: await openWorkbook(bytes, file), content: bytes })
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem
      arrived.problems.push({ file, code: problem.code, message: refusalText(problem.code, problem.details, language) })
    }
  }
  return tooMuch ? undefined : arrived
}
