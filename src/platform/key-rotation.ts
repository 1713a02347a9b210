/** What stands beside the key file about a change of keys: how far it has come, and whether it is to wait. Whoever re-seals writes it. */
import fs from 'node:fs'
import { z } from '../shared/endpoint.ts'
import { writePrivate } from './key-file.ts'

const rotation = z.object({
  version: z.number(),
  finished: z.boolean(),
  done: z.number(),
  total: z.number(),
  changed: z.number(),
  at: z.string(),
})
export type Rotation = z.infer<typeof rotation>

const fileOf = (key_file: string) => `${key_file}.rotation`
const pauseOf = (key_file: string) => `${key_file}.pause`

export const readRotation = (key_file: string): Rotation | undefined => {
  if (!fs.existsSync(fileOf(key_file))) return undefined
  try {
    return z.parse(rotation, JSON.parse(fs.readFileSync(fileOf(key_file), 'utf8')))
  } catch {
    // Half a file of another program says nothing: looking through all values again harms nobody.
    return undefined
  }
}

export const writeRotation = (key_file: string, state: Rotation): void =>
  writePrivate(fileOf(key_file), `${JSON.stringify(state)}\n`)

/** Values may still be sealed with an older version than the newest. */
export const isRotating = (key_file: string, version: number): boolean => {
  if (version === 1) return false
  const state = readRotation(key_file)
  return state?.version !== version || !state.finished
}

export const isPaused = (key_file: string): boolean => fs.existsSync(pauseOf(key_file))
export const pause = (key_file: string): void => writePrivate(pauseOf(key_file), '')
export const goOn = (key_file: string): void => fs.rmSync(pauseOf(key_file), { force: true })
