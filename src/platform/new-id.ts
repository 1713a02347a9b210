import { v7 } from 'uuid'

/** A new id: time first, so that rows written together lie together in an index. */
export const newId = (): string => v7()
