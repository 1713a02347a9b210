/** Reading and sending inside components: `useCall` keeps what was read and shows it again, `useSend` refreshes it after a change. */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { Refused, call } from './call.ts'
import { language } from './i18n.ts'

const fresh_ms = 15_000

/** Only what may heal by itself is asked again: no answer, or a fault of the server. */
const mayHeal = (times: number, error: unknown): boolean =>
  times < 2 && error instanceof Refused && (error.status === 0 || error.status >= 502)

/** `onSignedOut` runs when any read or write learns that the session has ended. */
export const newQueryClient = (onSignedOut: (client: QueryClient) => void = () => {}): QueryClient => {
  const notice = (error: Error, path: unknown) => {
    if (error instanceof Refused && error.code === 'not_signed_in' && path !== '/api/session') onSignedOut(client)
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => notice(error, query.queryKey[0]) }),
    mutationCache: new MutationCache({ onError: (error) => notice(error, undefined) }),
    defaultOptions: { queries: { staleTime: fresh_ms, retry: mayHeal, refetchOnWindowFocus: true } },
  })
  return client
}

export const keyOf = (endpoint: Endpoint, input: unknown): readonly unknown[] => [endpoint.path, input, language()]

export type Read<E extends Endpoint> = UseQueryResult<OutputOf<E>, Refused>

/**
 * Reads an endpoint. `pause` waits (an input not known yet); `keep` goes on showing the last answer while the next one is fetched,
 * which is what a list wants when its page changes.
 */
export const useCall = <E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  options: { pause?: boolean; keep?: boolean; every_ms?: number } = {},
): Read<E> =>
  useQuery<OutputOf<E>, Refused>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, signal),
    enabled: options.pause !== true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.every_ms ? { refetchInterval: options.every_ms } : {}),
  })

/**
 * Sends to an endpoint: `const send = useSend(voidRecord); await send.mutateAsync({ … })`. After success everything on screen is
 * read again, because a figure may stand on any record.
 */
export const useSend = <E extends Endpoint>(
  endpoint: E,
  options: { done?: (output: OutputOf<E>, input: InputOf<E>) => void | Promise<void> } = {},
): UseMutationResult<OutputOf<E>, Refused, InputOf<E>> => {
  const client = useQueryClient()
  return useMutation<OutputOf<E>, Refused, InputOf<E>>({
    mutationFn: (input) => call(endpoint, input),
    onSuccess: async (output, input) => {
      await options.done?.(output, input)
      await client.invalidateQueries()
    },
  })
}
