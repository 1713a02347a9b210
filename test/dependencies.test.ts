/** What is installed with the product: known licences, nothing that runs by being installed, one registry. (What is unused knip finds in `npm run check`.) */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { licencesText, lockedPackages } from '../scripts/licences.ts'

/** Run something when installed, and why that may be. */
const WITH_SCRIPT: Readonly<Record<string, string>> = {
  'node_modules/esbuild': 'checks that its program for this platform is there; tsx, which runs our sources, is built on it',
  'node_modules/fsevents': 'for macOS only; watches files while developing',
}

/** Free to deliver with a product under Apache-2.0, used as they are. */
const LICENCES = /^\(?(MIT|Apache-2\.0|ISC|0BSD|BSD-[23]-Clause|MPL-2\.0|BlueOak-1\.0\.0|Unlicense|Zlib)( (AND|OR) [\w.-]+)*\)?$/

it('the list of licences is current (else: node --import tsx scripts/licences.ts)', () => {
  expect(readFileSync(new URL('../docs/licences.md', import.meta.url), 'utf8')).toBe(licencesText())
})

it('every library is free to be delivered with the product', () => {
  const others = [...lockedPackages()].filter(([, { license }]) => !LICENCES.test(license ?? ''))
  expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
})

it('nothing runs by being installed, but for a named few', () => {
  const scripts = [...lockedPackages()].filter(([path, { hasInstallScript }]) => hasInstallScript && !(path in WITH_SCRIPT))
  expect(scripts.map(([path]) => path)).toEqual([])
})

it('every library is pinned by its check sum and comes from the registry', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }>
  }
  const loose = Object.entries(packages).filter(([path, { resolved, integrity, inBundle }]) => {
    if (path === '' || inBundle) return false
    return !integrity?.startsWith('sha512-') || (resolved !== undefined && !resolved.startsWith('https://'))
  })
  expect(loose.map(([path]) => path)).toEqual([])
})
