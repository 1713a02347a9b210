/** The rules in .dependency-cruiser.mjs are generated; this plants one breach of each and looks whether it is found. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'hengai-map-'))

const files: Record<string, string> = {
  'tsconfig.json':
    '{"compilerOptions":{"module":"ESNext","moduleResolution":"Bundler","allowImportingTsExtensions":true,"noEmit":true}}',
  'package.json': '{"type":"module","dependencies":{"pg":"*","react":"*"}}',
  'src/shared/day.ts': 'export const day = 1',
  'src/shared/machine.ts': "import fs from 'node:fs'; export const machine = fs",
  'src/platform/open.ts':
    "import { meet } from '../features/people/service.ts'; export const open = meet; export type Open = string",
  'src/platform/plain.ts': 'export const plain = 1; export type Plain = string',
  'src/features/people/service.ts': "import { day } from '../../shared/day.ts'; export const meet = day",
  'src/features/people/table.ts': 'export const table = 1',
  'src/features/people/rules.ts': 'export const rule = 1',
  'src/features/orgs/service.ts': "import { meet } from '../people/service.ts'; export const up = meet",
  'src/features/canteen/service.ts':
    "import type { Visit } from '../visits/service.ts'; import { meet } from '../people/service.ts'; import { table } from '../people/table.ts'; export const eat = [meet, table] as (Visit | number)[]",
  'src/features/visits/service.ts': 'export type Visit = number; export const visit = 1',
  'src/features/visits/rules.ts': "import { visit } from './service.ts'; import pg from 'pg'; export const pure = [visit, pg]",
  'src/features/visits/page.tsx':
    "import { visit } from './service.ts'; import { rule } from '../people/rules.ts'; import type { Plain } from '../../platform/plain.ts'; import fs from 'node:fs'; import pg from 'pg'; export const page = [visit, rule, fs, pg] as (Plain | number)[]",
  'src/features/visits/jobs.ts': "import { page } from './page.tsx'; export const job = page",
  'src/features/nobody/service.ts': "import { day } from '../../shared/day.ts'; export const who = day",
  'src/features/health/service.ts':
    "import { start } from '../../app/server.ts'; import { gone } from './gone.ts'; export const well = [start, gone]",
  'src/app/server.ts':
    "import { meet } from '../features/people/service.ts'; import { job } from './jobs.ts'; export const start = [meet, job]",
  'src/app/jobs.ts': "import { start } from './server.ts'; export const job = start",
}

interface Found {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[]
  }
}
let found: string[] = []

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const args = [
    join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    join(root, '.dependency-cruiser.mjs'),
  ]
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, [...args, '--output-type', 'json', 'src'], { cwd: folder, maxBuffer: 1 << 26 }, (_problem, out) =>
      resolve(out),
    )
  })
  found = (JSON.parse(printed) as Found).summary.violations.map(({ rule, from, to }) => {
    const target = to.includes('node_modules/')
      ? to.replace(/^.*node_modules\/([^/]+)\/.*$/, '$1')
      : to.replace('src/features/', '')
    return `${rule.name}: ${from.replace('src/features/', '')} → ${target}`
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every planted breach of the map is found, and nothing else', () => {
  expect(found.toSorted()).toEqual([
    'app-knows-all-nobody-knows-app: health/service.ts → src/app/server.ts',
    'browser-no-node: visits/page.tsx → fs',
    'browser-no-server-library: visits/page.tsx → pg',
    'browser-stays-in-the-browser: visits/page.tsx → visits/service.ts',
    'floors-canteen: canteen/service.ts → visits/service.ts',
    'floors-orgs: orgs/service.ts → people/service.ts',
    'front-door: canteen/service.ts → people/table.ts',
    'machinery-knows-no-slice: src/platform/open.ts → people/service.ts',
    'no-cycles: src/app/jobs.ts → src/app/server.ts',
    'pure-files-no-machine: visits/rules.ts → pg',
    'pure-files-no-node: src/shared/machine.ts → fs',
    'pure-files: visits/rules.ts → visits/service.ts',
    'server-knows-no-screen: visits/jobs.ts → visits/page.tsx',
    'unknown-slice: nobody/service.ts → src/shared/day.ts',
    'unresolvable: health/service.ts → ./gone.ts',
  ])
})
