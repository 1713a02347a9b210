/** Imports a folder and says each step on stdout, so that it can be killed in the middle. */
import { openAll } from '../../src/app/open.ts'
import { importFiles, listAll } from '../../src/app/year.ts'

const opened = await openAll(process.argv[2])
await importFiles(
  opened,
  listAll([process.argv[3]!]),
  2022,
  'killed',
  ({ sheet, done }) => void process.stdout.write(`${sheet} ${done}\n`),
)
process.stdout.write('whole\n')
await opened.close()
