/** Where an imported record came from: the application says how to ask, because the design system knows no slice. */
import { createContext, useContext } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Provenance } from './record-view.tsx'

/** The place in a workbook, or undefined for what was recorded at the desk. */
export type AskOrigin = (entry_id: string, signal: AbortSignal) => Promise<Provenance | undefined>

const OriginContext = createContext<AskOrigin | undefined>(undefined)

export const OriginProvider = OriginContext.Provider

/** What the workbook adds to a record's own provenance; nothing while it is not known. */
export const useOrigin = (entry_id: string | undefined, imported: boolean): Provenance | undefined => {
  const ask = useContext(OriginContext)
  const read = useQuery({
    queryKey: ['origin', entry_id],
    queryFn: async ({ signal }) => (await ask!(entry_id!, signal)) ?? null,
    enabled: ask !== undefined && entry_id !== undefined && imported,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return read.data ?? undefined
}
