import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../platform/database.ts'

/** `/health`: the process answers. `/ready`: the database does too; 503 while it does not or while the server is stopping. */
export const mountHealth = (app: FastifyInstance, database: Database): void => {
  let stopping = false
  app.addHook('preClose', () => {
    stopping = true
  })
  app.get('/health', { logLevel: 'warn' }, () => ({ ok: true }))
  app.get('/ready', { logLevel: 'warn' }, async (_, reply) => {
    const answers = await sql`select 1`.execute(database.db).then(
      () => true,
      () => false,
    )
    const ready = answers && !stopping
    return reply.status(ready ? 200 : 503).send({ ready })
  })
}
