/**
 * Uploaded workbooks between their arrival and the import: sealed in the database, so that any server on it can go on, for their owner only,
 * for an hour. Read once by each server that needs them.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { openWorkbook, type OpenWorkbook } from '../../platform/workbook.ts'
import { Refusal } from '../../shared/refusal.ts'

/** A workbook as it arrived. */
export interface ArrivedFile {
  readonly workbook: OpenWorkbook
  readonly content: Uint8Array
}

/** What is stored of an organisation just now. */
export interface Waiting {
  readonly upload_id: string
  readonly account_id: string
  readonly bytes: number
}

const LIFETIME = 60 * 60 * 1000
/** Read workbooks kept in memory: a year of one organisation is one upload, more than a few would only fill the memory of a small PC. */
const AT_ONCE = 8
const PART_BYTES = 1_048_576
const MB = 1_048_576

/** Room for workbooks that are just arriving. */
export interface Arrival {
  /** Whether so many bytes more may wait; if they may, they count from now on. */
  take(bytes: number): boolean
  /** Earlier uploads of the same person, ones they went back from, that give way to this one. */
  readonly replaced: readonly string[]
  /** The upload stands, or came to nothing: what arrived no longer counts by itself. */
  end(): void
}

/** Removes what nobody came back for. */
export const forgetOldUploads = (ctx: Ctx): Promise<unknown> =>
  sql`delete from imports.uploads where organisation_id = ${ctx.organisation_id} and expires_at < ${ctx.now}`.execute(ctx.db)

export const listWaiting = async (ctx: Ctx): Promise<Waiting[]> => {
  await forgetOldUploads(ctx)
  const { rows } = await sql<Waiting>`select upload_id, account_id, bytes from imports.uploads
    where organisation_id = ${ctx.organisation_id} order by upload_id`.execute(ctx.db)
  return rows
}

const partPlace = ({ organisation_id }: Ctx, upload_id: string, file: number, part: number) => ({
  column: 'imports.upload_parts.content',
  organisation_id,
  row_id: `${upload_id}/${file}/${part}`,
})

const filesPlace = ({ organisation_id }: Ctx, upload_id: string) => ({
  column: 'imports.uploads.files',
  organisation_id,
  row_id: upload_id,
})

/** A part at a time: a statement holds some megabytes well, the whole of a large year not. */
const writeParts = async (ctx: Ctx, upload_id: string, file_number: number, content: Uint8Array): Promise<void> => {
  for (let at = 0, part_number = 0; at < content.length; at += PART_BYTES, part_number++)
    await insertRows(ctx.db, 'imports.upload_parts', [
      {
        organisation_id: ctx.organisation_id,
        upload_id,
        file_number,
        part_number,
        content: ctx.keys.seal(content.subarray(at, at + PART_BYTES), partPlace(ctx, upload_id, file_number, part_number)),
      },
    ])
}

const readFile = async (ctx: Ctx, upload_id: string, file_number: number): Promise<Buffer> => {
  const { rows } = await sql<{ part_number: number; content: Buffer }>`select part_number, content from imports.upload_parts
    where organisation_id = ${ctx.organisation_id} and upload_id = ${upload_id} and file_number = ${file_number} order by part_number`.execute(
    ctx.db,
  )
  return Buffer.concat(
    rows.map(({ part_number, content }) => ctx.keys.openBytes(content, partPlace(ctx, upload_id, file_number, part_number))),
  )
}

export class Uploads {
  readonly #read = new Map<string, readonly OpenWorkbook[]>()
  readonly #arriving = new Map<string, number>()

  #remember(upload_id: string, workbooks: readonly OpenWorkbook[]): void {
    this.#read.set(upload_id, workbooks)
    while (this.#read.size > AT_ONCE) this.#read.delete(this.#read.keys().next().value!)
  }

  /** `limit`: bytes of workbooks that may wait for the whole organisation, stored and arriving ones. */
  arrival(owner: Pick<Ctx, 'organisation_id'> & { account_id: string }, limit: number, waiting: readonly Waiting[]): Arrival {
    const { organisation_id, account_id } = owner
    const standing = [...waiting]
    const replaced: string[] = []
    let mine = 0
    const count = (bytes: number) => {
      mine += bytes
      this.#arriving.set(organisation_id, (this.#arriving.get(organisation_id) ?? 0) + bytes)
    }
    const held = () => standing.reduce((sum, { bytes }) => sum + bytes, this.#arriving.get(organisation_id) ?? 0)
    return {
      replaced,
      take: (bytes) => {
        while (held() + bytes > limit) {
          const at = standing.findIndex((each) => each.account_id === account_id)
          if (at < 0) return false
          replaced.push(standing.splice(at, 1)[0]!.upload_id)
        }
        count(bytes)
        return true
      },
      end: () => count(-mine),
    }
  }

  /** Stores them. Refuses `uploads_too_large` when others filled the room meanwhile. */
  async add(ctx: Ctx, files: readonly ArrivedFile[], limit: number, replaced: readonly string[]): Promise<string> {
    const { organisation_id } = ctx
    const upload_id = newId()
    const list = files.map(({ workbook: { name, bytes, sha256 } }) => ({ name, bytes, sha256 }))
    await sql`delete from imports.uploads where organisation_id = ${organisation_id} and account_id = ${ctx.actor.account_id}
      and upload_id = any(${replaced}::uuid[])`.execute(ctx.db)
    await insertRows(ctx.db, 'imports.uploads', [
      {
        organisation_id,
        upload_id,
        account_id: ctx.actor.account_id,
        files: ctx.keys.seal(JSON.stringify(list), filesPlace(ctx, upload_id)),
        bytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
        expires_at: new Date(ctx.now.getTime() + LIFETIME),
      },
    ])
    for (const [number, { content }] of files.entries()) await writeParts(ctx, upload_id, number, content)
    const held = (await listWaiting(ctx)).reduce((sum, { bytes }) => sum + bytes, 0)
    if (held > limit) throw new Refusal('uploads_too_large', { limit: `${limit / MB} MB` }, 'upload_limit_mb')
    this.#remember(
      upload_id,
      files.map(({ workbook }) => workbook),
    )
    return upload_id
  }

  /** Refuses `not_found` when it is somebody else's, or gone. */
  async get(ctx: Ctx, upload_id: string): Promise<readonly OpenWorkbook[]> {
    const { rows } = await sql<{ files: Buffer }>`select files from imports.uploads
      where organisation_id = ${ctx.organisation_id} and upload_id = ${upload_id} and account_id = ${ctx.actor.account_id}
        and expires_at >= ${ctx.now}`.execute(ctx.db)
    if (!rows[0]) throw new Refusal('not_found')
    const known = this.#read.get(upload_id)
    if (known) return known
    const list = JSON.parse(ctx.keys.open(rows[0].files, filesPlace(ctx, upload_id))) as { name: string }[]
    const workbooks: OpenWorkbook[] = []
    for (const [number, { name }] of list.entries())
      workbooks.push(await openWorkbook(await readFile(ctx, upload_id, number), name))
    this.#remember(upload_id, workbooks)
    return workbooks
  }
}
