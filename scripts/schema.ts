/**
 * `npm run schema` runs all migrations on a database in memory and writes what they made: db/schema.sql to read and
 * src/platform/database-types.ts to compile against. `-- --check` writes nothing and exits 1 when they are not current.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../src/platform/database.ts'
import { migrate } from '../src/platform/migrate.ts'
import { readCatalog } from './catalog.ts'
import { schemaSql } from './schema-sql.ts'
import { schemaTypes } from './schema-types.ts'

const root = new URL('..', import.meta.url)

/**
 * Each generated file (path from the root of the repository) with the text it must have. `snapshot`: a database in memory on which the
 * migrations were run already.
 */
export const generatedFiles = async (snapshot?: string): Promise<Map<string, string>> => {
  const database = await openDatabase({ kind: 'memory', ...(snapshot ? { snapshot } : {}) })
  try {
    await migrate(database)
    const catalog = await readCatalog(database.db)
    return new Map([
      ['db/schema.sql', schemaSql(catalog)],
      ['src/platform/database-types.ts', schemaTypes(catalog)],
    ])
  } finally {
    await database.close()
  }
}

/** The text on disk, empty when there is no file. */
export const textOnDisk = (path: string): string => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = [...(await generatedFiles())].filter(([path, text]) => textOnDisk(path) !== text)
  if (process.argv.includes('--check')) {
    for (const [path] of stale) console.error(`${path} is not current; run: npm run schema`)
    process.exitCode = stale.length === 0 ? 0 : 1
  } else {
    for (const [path, text] of stale) {
      writeFileSync(new URL(path, root), text)
      console.log(`written ${path}`)
    }
    if (stale.length === 0) console.log('schema is current')
  }
}
