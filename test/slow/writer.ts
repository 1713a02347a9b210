/** Writes one row after another through the application's own way and prints each id once it was acknowledged. Killed from outside. */
import { createOrganisation, findSystemAsking, listOrganisations } from '../../src/features/staff/organisation.ts'
import { openAll } from '../../src/app/open.ts'
import { insertRows } from '../../src/platform/insert-rows.ts'
import { newId } from '../../src/platform/new-id.ts'
import { runAs } from '../../src/platform/request.ts'

const { database, keys } = await openAll(process.argv[2])
const organisation_id =
  (await listOrganisations(database.db))[0] ??
  (await database.db.transaction().execute((tx) => createOrganisation(tx, { name: '写入试验' })))
const asking = await findSystemAsking(database.db, organisation_id)
for (;;) {
  const audit_id = newId()
  await runAs(database.db, keys, { ...asking, request_id: audit_id, action: 'write' }, async (ctx) => {
    // Two rows by two statements: one of them alone would be half a write.
    for (const id of [audit_id, newId()])
      await insertRows(ctx.db, 'audit.entries', [
        {
          organisation_id,
          audit_id: id,
          at: ctx.now,
          account_id: asking.actor.account_id,
          request_id: audit_id,
          action: 'write',
          entity: 'test.writes',
          entity_ids: [audit_id],
        },
      ])
  })
  process.stdout.write(`${audit_id}\n`)
}
