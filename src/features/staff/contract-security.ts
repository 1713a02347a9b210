/**
 * 账户安全: second factor, devices, dated rules, the three administrators, grants that wait for a second person. What takes a code
 * (pass, confirm, end, renew) is mounted by `door-second-factor.ts`: a wrong code is counted although the request is refused.
 */
import { day, endpoint, id, listOutput, nullable, whole, words, z } from '../../shared/endpoint.ts'
import { powers } from './powers.ts'

const done = () => z.object({})
/** Six digits, or a recovery code; spaces and dashes do not matter. */
const code = () => z.string().check(z.minLength(1), z.maxLength(40))
const instant = () => z.iso.datetime()

export const getSecondFactor = endpoint({
  method: 'GET',
  path: '/api/session/second-factor',
  permission: 'signed_in',
  summary: 'The own second factor: since when, how many recovery codes are left, from which day on it is required.',
  input: z.object({}),
  output: z.object({
    confirmed_at: nullable(instant()),
    recovery_codes_left: z.number(),
    /** null: not required of this account. */
    required_from: nullable(z.string()),
  }),
})

export const startSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor',
  permission: 'signed_in',
  summary:
    'A new secret for an authenticator app. It counts once it is confirmed with a code; asked again, the one before is void.',
  input: z.object({}),
  output: z.object({ secret: z.string(), address: z.string() }),
})

export const confirmSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor/confirm',
  permission: 'signed_in',
  summary: 'Confirms the new secret with a code of it. The recovery codes are shown in this answer only.',
  input: z.object({ code: code() }),
  output: z.object({ recovery_codes: z.array(z.string()) }),
})

export const passSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor/pass',
  permission: 'signed_in',
  summary: 'The second step of signing in: a code, or a recovery code, which is used up. Wrong ones count like wrong passwords.',
  input: z.object({ code: code() }),
  output: done(),
})

export const endSecondFactor = endpoint({
  method: 'POST',
  path: '/api/session/second-factor/end',
  permission: 'signed_in',
  summary:
    'Ends the own second factor with a last code of it (a new phone). Where it is required, the next one is set up at once.',
  input: z.object({ code: code() }),
  output: done(),
})

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/session/second-factor/recovery-codes',
  permission: 'signed_in',
  summary: 'New recovery codes; the old ones are void. Shown in this answer only.',
  input: z.object({ code: code() }),
  output: z.object({ recovery_codes: z.array(z.string()) }),
})

export const listDevices = endpoint({
  method: 'GET',
  path: '/api/session/devices',
  permission: 'signed_in',
  summary: 'Where the own account is signed in now. Addresses are masked.',
  input: z.object({}),
  output: z.object({
    rows: z.array(
      z.object({
        session_id: id(),
        browser: nullable(z.string()),
        system: nullable(z.string()),
        address: nullable(z.string()),
        created_at: instant(),
        last_seen_at: instant(),
        is_this: z.boolean(),
      }),
    ),
  }),
})

export const endDevice = endpoint({
  method: 'DELETE',
  path: '/api/session/devices/:session_id',
  permission: 'signed_in',
  summary: 'Signs one of the own devices out.',
  input: z.object({ session_id: id() }),
  output: done(),
})

export const endOtherDevices = endpoint({
  method: 'DELETE',
  path: '/api/session/devices',
  permission: 'signed_in',
  summary: 'Signs every other device of the own account out.',
  input: z.object({}),
  output: z.object({ ended: z.number() }),
})

export const unlockAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:account_id/unlock',
  permission: 'staff.manage',
  summary: 'Lifts the lock after wrong attempts, without touching the password.',
  input: z.object({ account_id: id() }),
  output: done(),
})

export const resetSecondFactor = endpoint({
  method: 'POST',
  path: '/api/accounts/:account_id/second-factor/reset',
  permission: 'staff.manage',
  summary: 'Takes a lost second factor and its recovery codes away and ends the sessions. Never one’s own.',
  input: z.object({ account_id: id() }),
  output: done(),
})

const rule = {
  valid_from: day(),
  second_factor: z.boolean(),
  grace_days: whole(90),
  remembered_passwords: z.coerce.number().check(z.int(), z.gte(1), z.lte(24)),
  source: words(300),
}

export const listAccountRules = endpoint({
  method: 'GET',
  path: '/api/account-rules',
  permission: 'staff.confirm',
  summary: 'The dated rules of account security, youngest first; `in_force` today.',
  input: z.object({}),
  output: z.object({
    rows: z.array(
      z.object({
        rule_id: id(),
        ...rule,
        in_force: z.boolean(),
        recorded_by_name: nullable(z.string()),
        recorded_at: instant(),
      }),
    ),
  }),
})

export const saveAccountRule = endpoint({
  method: 'POST',
  path: '/api/account-rules',
  permission: 'staff.manage',
  summary: 'A new rule from a day on, today at the earliest.',
  input: z.object(rule),
  output: z.object({ rule_id: id() }),
})

export const listAdministrators = endpoint({
  method: 'GET',
  path: '/api/administrators',
  permission: 'staff.confirm',
  summary: 'Who holds which of the three administrative powers. `apart`: nobody holds two of them.',
  input: z.object({}),
  output: z.object({
    rows: z.array(z.object({ account_id: id(), name: z.string(), powers: z.array(z.enum(powers)), second_factor: z.boolean() })),
    apart: z.boolean(),
  }),
})

const request = {
  request_id: id(),
  account_id: id(),
  account_name: z.string(),
  role: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  station_name: nullable(z.string()),
  requested_by_name: z.string(),
  requested_at: instant(),
  /** Neither the one who asked nor the one it is for. */
  may_confirm: z.boolean(),
}

export const listGrantRequests = endpoint({
  method: 'GET',
  path: '/api/grant-requests',
  permission: 'staff.confirm',
  summary: 'Roles that wait for the confirmation of a second person.',
  input: z.object({}),
  output: listOutput(request),
})

export const confirmGrant = endpoint({
  method: 'POST',
  path: '/api/grant-requests/:request_id/confirm',
  permission: 'staff.confirm',
  summary: 'Confirms a role somebody else granted to a third person; it holds from now on.',
  input: z.object({ request_id: id() }),
  output: z.object({ grant_id: id() }),
})

export const refuseGrant = endpoint({
  method: 'POST',
  path: '/api/grant-requests/:request_id/refuse',
  permission: 'staff.confirm',
  summary: 'Refuses a waiting role, or takes the own request back.',
  input: z.object({ request_id: id() }),
  output: done(),
})

export const getKeyCopy = endpoint({
  method: 'GET',
  path: '/api/key-copy',
  permission: 'staff.confirm',
  summary: 'Where the key file lies and when a copy of it was last made.',
  input: z.object({}),
  output: z.object({
    file: nullable(z.string()),
    /** Version the key file seals with now. */
    version: z.number(),
    copied_at: nullable(instant()),
    /** The copy opens what is sealed today. */
    copy_is_current: z.boolean(),
  }),
})
