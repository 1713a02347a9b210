/** A filled database with the server in front of it, and accounts to ask with. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { asSystem } from '../src/app/as-system.ts'
import type { Opened } from '../src/app/open.ts'
import { openServer } from '../src/app/server.ts'
import { openSession } from '../src/features/staff/session.ts'
import { newId } from '../src/platform/new-id.ts'
import { SESSION_COOKIE } from '../src/platform/session.ts'

export const portOf = (app: FastifyInstance): number => (app.server.address() as AddressInfo).port

/** Opens the server as `hengai start` does, without logs and without a limit of requests. */
export const openServed = async (opened: Opened) => {
  const { app } = await openServer({ ...opened, log: false, rate: 0 })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: portOf(app), close: () => app.close() }
}

/** Somebody with this role, at one station or everywhere, signed in: the cookie. */
export const signedIn = async (
  opened: Opened,
  organisation_id: string,
  role: string,
  station_id: string | null,
): Promise<string> => {
  const account_id = newId()
  await asSystem(opened, organisation_id, 'bench', async ({ db, now }) => {
    await sql`insert into staff.accounts (organisation_id, account_id, name, created_at) values (${organisation_id}, ${account_id}, ${role}, ${now})`.execute(
      db,
    )
    await sql`select staff.add_login(${`bench-${account_id}`}, ${account_id}, 'no password', false, ${now})`.execute(db)
    await sql`insert into staff.grants (organisation_id, grant_id, account_id, role, station_id, granted_at)
      values (${organisation_id}, ${newId()}, ${account_id}, ${role}, ${station_id}, ${now})`.execute(db)
  })
  return `${SESSION_COOKIE}=${await openSession(opened.database.db, { organisation_id, account_id })}`
}

/** A bench's database: the example year in it, and what its parts need to know. */
export interface Year {
  readonly opened: Opened
  readonly organisation_id: string
  readonly short: boolean
}
