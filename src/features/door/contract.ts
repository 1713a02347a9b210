/** 签到台: what the tablet at a station's door may ask, and how it tells who came. */
import { endpoint, id, nullable, optional, words, z } from '../../shared/endpoint.ts'

/** By what a person made themself known. */
export const WAYS = ['card', 'camera', 'phone', 'name', 'list'] as const
/** What may be said of somebody on a screen that everybody can read (docs/decisions/0022): congratulations, a membership to be renewed, and “please see the desk” without why. */
export const FLAGS = ['birthday', 'expired', 'see_desk'] as const

/** An instant as ISO 8601 text with its offset. */
const instant = () => z.iso.datetime({ offset: true })

export const getDoor = endpoint({
  method: 'GET',
  path: '/api/door/stations/:station_id',
  permission: 'door.record',
  summary: '一个站点的门口：今天的场次，以及把名单和待发签到封存在平板上的钥匙',
  input: z.object({ station_id: id() }),
  output: z.object({
    station_id: z.string(),
    station_name: z.string(),
    organisation_name: z.string(),
    account_name: z.string(),
    time_zone: z.string(),
    now: z.string(),
    today: z.string(),
    sessions: z.array(
      z.object({
        activity_id: z.string(),
        title: z.string(),
        started_at: nullable(z.string()),
      }),
    ),
    /** 256 bits, base64: seals what this station's tablets keep. The same for everybody who may open this door. */
    key: z.string(),
  }),
})

const member = {
  person_id: z.string(),
  /** 陈*英 */
  name: z.string(),
  initials: z.string(),
  /** Last four digits. */
  phone_tail: nullable(z.string()),
  /** Member numbers, and the card in force. */
  codes: z.array(z.string()),
  /** Cards reported lost, replaced or taken back. */
  blocked: z.array(z.string()),
  /** Coins when this was asked. */
  balance: z.number(),
  /** `MM-DD` */
  birthday: nullable(z.string()),
  /** The last day of the membership; null = it has no end. */
  ends_on: nullable(z.string()),
  see_desk: z.boolean(),
}

export const listDoorMembers = endpoint({
  method: 'GET',
  path: '/api/door/stations/:station_id/members',
  permission: 'door.record',
  summary: '本站在册会员的最少几项，供平板断网时认人；最多 6,000 位',
  input: z.object({ station_id: id() }),
  output: z.object({ as_of: z.string(), most: z.number(), total: z.number(), members: z.array(z.object(member)) }),
})

export const recordCheckIn = endpoint({
  method: 'POST',
  path: '/api/door/check-ins',
  permission: 'door.record',
  summary: '门口签到一人：同一人同一场只计一次，再来时答“几点已签到”；断网时记下的晚些送来也一样',
  input: z.object({
    check_in_id: id(),
    activity_id: id(),
    way: z.enum(WAYS),
    /** Whoever was recognised on the tablet … */
    person_id: optional(id()),
    /** … or what the card holds, when the tablet did not know it. */
    code: optional(words(80)),
    came_at: optional(instant()),
  }),
  output: z.object({
    check_in_id: z.string(),
    person_id: z.string(),
    name: z.string(),
    /** When they had signed in before, if they had. */
    already_since: nullable(z.string()),
    /** Coins this attendance gave. */
    earned: z.number(),
    balance: z.number(),
    flags: z.array(z.enum(FLAGS)),
  }),
})
