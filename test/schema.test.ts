import { expect, test } from 'vitest'
import { generatedFiles, textOnDisk } from '../scripts/schema.ts'
import { typeOf } from '../scripts/schema-types.ts'
import { snapshotFile } from './world.ts'

test('db/schema.sql and the row types are current (else: npm run schema)', async () => {
  const stale = [...(await generatedFiles(await snapshotFile()))].filter(([path, text]) => textOnDisk(path) !== text)
  expect(stale.map(([path]) => path)).toEqual([])
}, 60_000)

test('SQL types become what the driver hands over', () => {
  expect(typeOf('date')).toBe('string')
  expect(typeOf('timestamp with time zone')).toBe('Date')
  expect(typeOf('bigint')).toBe('number')
  expect(typeOf('numeric(10,2)')).toBe('number')
  expect(typeOf('character varying(20)')).toBe('string')
  expect(typeOf('uuid[]')).toBe('string[]')
  expect(typeOf('bigint[]')).toBe('string[]')
  expect(() => typeOf('point')).toThrow('point')
})
