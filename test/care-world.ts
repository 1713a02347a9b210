/** A world with one station, members by name and the value of any figure: what tests of services to persons begin with. */
import { sliceFigures } from '../src/app/figures.ts'
import { makeRegistry } from '../src/features/figures/registry.ts'
import { computeFigures } from '../src/features/figures/values.ts'
import { registerMembers } from '../src/features/people/register.ts'
import { newWorld, type Caller, type World } from './world.ts'

export interface CareWorld {
  readonly world: World
  readonly station_id: string
  /** A social worker with the whole organisation. */
  readonly worker: Caller
  /** Puts somebody into the register; returns the member number. */
  member(
    member_no: string,
    name: string,
    parts?: {
      born_on?: string
      phone?: string
      station_id?: string
      status?: 'active' | 'withdrawn' | 'deceased'
      status_on?: string
    },
  ): Promise<string>
  /** The value of a figure in 2022, or in another period; of a ratio also numerator and denominator. */
  figure(
    key: string,
    from?: string,
    to?: string,
  ): Promise<{ value: number | null; numerator?: number | undefined; denominator?: number | undefined }>
}

export const newCareWorld = async (): Promise<CareWorld> => {
  const world = await newWorld()
  const station_id = await world.station()
  const registry = makeRegistry(sliceFigures)
  return {
    world,
    station_id,
    worker: await world.account('social_worker'),
    member: async (member_no, name, parts = {}) => {
      const entry = { station_id, status: 'active' as const, private: {}, health: {}, evidence: 'witnessed' as const, ...parts }
      const [outcome] = await world.run((ctx) => registerMembers(ctx, [{ ...entry, member_no, name, id_number: undefined }]))
      if (!outcome || 'refused' in outcome) throw new Error(`member refused: ${JSON.stringify(outcome)}`)
      return member_no
    },
    figure: async (key, from = '2022-01-01', to = '2022-12-31') => {
      const values = await world.run((ctx) => computeFigures(ctx, registry, [registry.get(key)], { from, to }))
      const found = values.get('')![0]!
      return { value: found.value, numerator: found.numerator, denominator: found.denominator }
    },
  }
}
