/**
 * `node --import tsx scripts/licences.ts` writes docs/licences.md: every library the product is delivered with, its version and licence, from
 * package-lock.json. A test keeps it current.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Locked {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

const root = new URL('..', import.meta.url)

/** Path below node_modules → what the lock says of it. */
export const lockedPackages = (): ReadonlyMap<string, Locked> => {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, Locked>
  }
  return new Map(Object.entries(packages).filter(([path]) => path !== ''))
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** The text docs/licences.md must have. */
export const licencesText = (): string => {
  const lines = new Map<string, string>()
  for (const [path, { version, license = '—', dev }] of lockedPackages())
    if (!dev) lines.set(`${nameOf(path)} ${version}`, `| ${nameOf(path)} | ${version} | ${license} |`)
  const sorted = [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  return `# Licences of the libraries the product is delivered with

Written by \`scripts/licences.ts\` from package-lock.json; those for a platform of their own are among them. Each keeps its licence.

| library | version | licence |
| --- | --- | --- |
${sorted.join('\n')}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('docs/licences.md', root), licencesText())
