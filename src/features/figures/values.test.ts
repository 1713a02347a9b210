import { expect, it } from 'vitest'
import { newWorld } from '../../../test/world.ts'
import type { FigureDefinition, FigureSource, SliceFigures } from '../../shared/figure-source.ts'
import { figuresService } from './service.ts'

const words = { zh: '—', en: '—' }
const source = (name: string, sql: string, more: Partial<FigureSource> = {}): FigureSource => ({
  name,
  title: words,
  sql,
  id: 'id',
  dimensions: {},
  columns: [],
  ...more,
})
const count = (key: string, from: string, more: Partial<FigureDefinition> = {}): FigureDefinition => ({
  key,
  title: words,
  unit: '个',
  rule: words,
  rules: [],
  source: from,
  measure: { kind: 'count' },
  ...more,
})

const slice: SliceFigures = {
  sources: [
    source('test.sound', 'select 1 as id, 7 as n where :organisation_id is not null'),
    source('test.broken', 'select id from there.is_no_such_table'),
    source('test.secret', 'select 1 as id', { needs: 'health.read' }),
  ],
  definitions: [
    count('sound', 'test.sound'),
    count('sum', 'test.sound', { measure: { kind: 'sum', column: 'n' } }),
    count('broken', 'test.broken'),
    count('secret', 'test.secret'),
    count('of_none', 'test.sound', { where: 'n = 7', denominator_where: 'n = 8' }),
    count('elsewhere', 'test.sound', { scope: { station_kind: 'disability_centre' } }),
  ],
}

const period = { from: '2022-01-01', to: '2022-12-31' }

it('what cannot be computed says why and takes nothing else with it', async () => {
  const world = await newWorld()
  const { computeAll } = figuresService([slice])
  const values = await world.run((ctx) => computeAll(ctx, period))
  const told = Object.fromEntries(values.map(({ key, value, problem }) => [key, value ?? problem]))
  expect(told).toMatchObject({
    sound: 1,
    sum: 7,
    broken: 'source_failed',
    of_none: 'denominator_zero',
    elsewhere: 'no_such_station',
  })
})

it('who may not see the rows is not told a smaller number', async () => {
  const world = await newWorld()
  const { computeAll } = figuresService([slice])
  const values = await world.run((ctx) =>
    computeAll({ ...ctx, actor: { ...ctx.actor, grants: new Map([['figures.read', 'all']]) } }, period),
  )
  expect(values.find(({ key }) => key === 'secret')).toMatchObject({ value: null, problem: 'not_permitted' })
})
