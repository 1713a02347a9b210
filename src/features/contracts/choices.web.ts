/** Contracts to choose from, in forms and filters of other slices. */
import { useMemo } from 'react'
import type { Choices } from '../../ui/cell.tsx'
import { useCall } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { listContracts } from './contract.ts'

const all = { page_size: 500, sort: '-starts_on' } as const

/**
 * Contracts by `code` (what forms send) or by `contract_id` (what lists filter by), latest first. Empty while they are being read and
 * for who may not see contracts.
 */
export const useContractChoices = (by: 'code' | 'contract_id'): Choices => {
  const may = useMay('contracts.read')
  const { data } = useCall(listContracts, all, { pause: !may })
  return useMemo(() => Object.fromEntries((data?.rows ?? []).map((row) => [row[by], `${row.code} ${row.name}`])), [data, by])
}
