import { findSystemAsking } from '../features/staff/organisation.ts'
import type { Ctx } from '../platform/context.ts'
import { newId } from '../platform/new-id.ts'
import { runAs } from '../platform/request.ts'
import type { Opened } from './open.ts'

/** Work as the command line, whole organisation. */
export const asSystem = async <T>(
  data: Opened,
  organisation_id: string,
  action: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> => {
  const asking = await findSystemAsking(data.database.db, organisation_id)
  return runAs(data.database.db, data.keys, { ...asking, request_id: newId(), action }, work)
}
