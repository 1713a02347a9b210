/** Uploaded workbooks between their arrival and the import: in memory only, for their owner only, for an hour. */
import { Refusal } from '../../shared/refusal.ts'
import type { OpenWorkbook } from '../../platform/workbook.ts'
import { newId } from '../../platform/new-id.ts'

interface Upload {
  readonly organisation_id: string
  readonly account_id: string
  readonly workbooks: readonly OpenWorkbook[]
  readonly until: number
}

const LIFETIME = 60 * 60 * 1000
/** A year of one organisation is one upload; more than a few at once would only fill the memory of a small PC. */
const AT_ONCE = 8

export class Uploads {
  readonly #all = new Map<string, Upload>()

  add(owner: { organisation_id: string; account_id: string }, workbooks: readonly OpenWorkbook[], now: number): string {
    for (const [id, upload] of this.#all) if (upload.until < now) this.#all.delete(id)
    while (this.#all.size >= AT_ONCE) this.#all.delete(this.#all.keys().next().value!)
    const id = newId()
    this.#all.set(id, { ...owner, workbooks, until: now + LIFETIME })
    return id
  }

  /** Refuses `not_found` when it is somebody else's, or gone. */
  get(owner: { organisation_id: string; account_id: string }, upload_id: string): readonly OpenWorkbook[] {
    const upload = this.#all.get(upload_id)
    if (!upload || upload.organisation_id !== owner.organisation_id || upload.account_id !== owner.account_id)
      throw new Refusal('not_found')
    return upload.workbooks
  }
}
