import { randomInt } from 'node:crypto'
import { v7 } from 'uuid'

/** A clock set back by so little (the network's time service does) leaves ids in their order; less than the seals of the trail allow for. */
const SET_BACK_MS = 2 * 60_000

let [last, sequence] = [0, 0]

/**
 * A new id: time first, so that rows written together lie together in an index, and in the order in which this process made them. When the clock
 * was wrong by more than a little and is set right, ids go by the right time at once.
 */
export const newId = (): string => {
  const now = Date.now()
  if (now > last || now < last - SET_BACK_MS) [last, sequence] = [now, randomInt(2 ** 31)]
  else sequence += 1
  return v7({ msecs: last, seq: sequence })
}
