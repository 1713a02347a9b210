/** Uploaded workbooks between their arrival and the import: in memory only, for their owner only, for an hour. */
import { Refusal } from '../../shared/refusal.ts'
import type { OpenWorkbook } from '../../platform/workbook.ts'
import { newId } from '../../platform/new-id.ts'

interface Owner {
  readonly organisation_id: string
  readonly account_id: string
}

interface Upload extends Owner {
  readonly workbooks: readonly OpenWorkbook[]
  readonly bytes: number
  readonly until: number
}

const LIFETIME = 60 * 60 * 1000
/** A year of one organisation is one upload; more than a few at once would only fill the memory of a small PC. */
const AT_ONCE = 8

/** Room for workbooks that are just arriving. */
export interface Arrival {
  /** Whether so many bytes more may wait; if they may, they count from now on. */
  take(bytes: number): boolean
  /** The upload stands, or came to nothing: what arrived no longer counts by itself. */
  end(): void
}

export class Uploads {
  readonly #all = new Map<string, Upload>()
  readonly #arriving = new Map<string, number>()

  #held(organisation_id: string): number {
    let bytes = this.#arriving.get(organisation_id) ?? 0
    for (const upload of this.#all.values()) if (upload.organisation_id === organisation_id) bytes += upload.bytes
    return bytes
  }

  /** An earlier upload of the same person is one they went back from: it gives way to the one arriving. */
  #giveWay({ organisation_id, account_id }: Owner): boolean {
    for (const [id, upload] of this.#all)
      if (upload.organisation_id === organisation_id && upload.account_id === account_id) return this.#all.delete(id)
    return false
  }

  #forgetOld(now: number): void {
    for (const [id, upload] of this.#all) if (upload.until < now) this.#all.delete(id)
  }

  /** `limit`: bytes of workbooks that may wait for the whole organisation, arriving ones among them. */
  arrival(owner: Owner, limit: number, now: number): Arrival {
    const { organisation_id } = owner
    this.#forgetOld(now)
    let mine = 0
    const count = (bytes: number) => {
      mine += bytes
      this.#arriving.set(organisation_id, (this.#arriving.get(organisation_id) ?? 0) + bytes)
    }
    return {
      take: (bytes) => {
        while (this.#held(organisation_id) + bytes > limit) if (!this.#giveWay(owner)) return false
        count(bytes)
        return true
      },
      end: () => count(-mine),
    }
  }

  add(owner: Owner, workbooks: readonly OpenWorkbook[], now: number): string {
    this.#forgetOld(now)
    while (this.#all.size >= AT_ONCE) this.#all.delete(this.#all.keys().next().value!)
    const id = newId()
    const bytes = workbooks.reduce((sum, book) => sum + book.bytes, 0)
    this.#all.set(id, { ...owner, workbooks, bytes, until: now + LIFETIME })
    return id
  }

  /** Refuses `not_found` when it is somebody else's, or gone. */
  get(owner: Owner, upload_id: string): readonly OpenWorkbook[] {
    const upload = this.#all.get(upload_id)
    if (!upload || upload.organisation_id !== owner.organisation_id || upload.account_id !== owner.account_id)
      throw new Refusal('not_found')
    return upload.workbooks
  }
}
