/** Brings a folder or a server's database forward and says when it begins. Killed from outside. */
import { openDatabase } from '../../src/platform/database.ts'
import { migrate } from '../../src/platform/migrate.ts'

const at = process.argv[2]!
const database = await openDatabase(at.startsWith('postgres') ? { kind: 'server', url: at } : { kind: 'folder', folder: at })
process.stdout.write('begins\n')
await migrate(database)
process.stdout.write('done\n')
await database.close()
