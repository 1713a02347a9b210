/** Who came to services a coin rule can name, as the slice that records them tells. */
import type { ListAttended } from '../features/points/rulebook.ts'
import { listAttended as listServed } from '../features/records/attended.ts'
import { listAttended as listVolunteered } from '../features/volunteering/attended.ts'

export const listAttended: ListAttended = (ctx, service_type, from, to) =>
  service_type === 'volunteering' ? listVolunteered(ctx, from, to) : listServed(ctx, service_type, from, to)
