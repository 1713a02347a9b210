/** Lists whose rows wait for a person; 待办 shows how many each holds (`total`) and leads to `href`. One line adds one. */
import type { Endpoint } from '../shared/endpoint.ts'
import { listImportRows } from '../features/imports/contract.ts'
import { listDuplicates } from '../features/people/contract.ts'
import { listGrantsToConfirm } from '../features/points/contract-rules.ts'

export interface Waiting {
  readonly label: { readonly zh: string; readonly en: string }
  readonly endpoint: Endpoint
  readonly input: Readonly<Record<string, unknown>>
  readonly href: string
}

// one list, one line
// prettier-ignore
export const waiting: readonly Waiting[] = [
  { label: { zh: '导入时没有收下、等待改正的行', en: 'Imported rows that were held and wait to be mended' }, endpoint: listImportRows, input: { outcome: 'rejected' }, href: '/imports/rows' },
  { label: { zh: '可能是同一个人、等待核对的', en: 'People who may be one person and wait to be compared' }, endpoint: listDuplicates, input: { state: 'open' }, href: '/people/duplicates' },
  { label: { zh: '手工发放超过限额、等第二个人确认的金币', en: 'Coins given by hand above the limit that wait for a second person' }, endpoint: listGrantsToConfirm, input: {}, href: '/points/grants' },
]
