/**
 * 员工与账户: signing in, accounts and their roles, the roll of employees. What is asked before there is a session, and
 * what changes the session itself (setUp, signIn, signOut, changePassword), is mounted by `routes.ts`.
 */
import { endpoint, id, day, listInput, listOutput, nullable, optional, words, z } from '../../shared/endpoint.ts'

const language = () => z.enum(['zh', 'en'])
/** Letters of any script, digits, dot, dash, underscore; compared after NFKC in lower case. */
const login = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(60), z.regex(/^[\p{L}\p{N}._-]+$/u))
const password = () => z.string().check(z.minLength(1), z.maxLength(200))
const done = () => z.object({})

export const getSetup = endpoint({
  method: 'GET',
  path: '/api/setup',
  permission: 'public',
  summary: 'Whether the organisation and its first administrator are still to be made.',
  input: z.object({}),
  output: z.object({
    setup_needed: z.boolean(),
    /** Where the key file lies, while set-up is still to be done. */
    key_file: nullable(z.string()),
  }),
})

export const setUp = endpoint({
  method: 'POST',
  path: '/api/setup',
  permission: 'public',
  summary:
    'First run: makes the organisation and its first administrator and signs them in. Needs the code printed by the server.',
  input: z.object({
    code: words(60),
    organisation_name: words(100),
    admin_name: words(60),
    login: login(),
    password: password(),
  }),
  output: done(),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  permission: 'public',
  summary: 'Signs in; the answer sets the session cookie. Five wrong passwords lock the account for 15 minutes.',
  input: z.object({ login: words(60), password: password() }),
  output: z.object({
    must_change_password: z.boolean(),
    /** What the session asks before anything else. */
    asks: nullable(z.enum(['second_factor', 'enrolment'])),
  }),
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  permission: 'public',
  summary: 'Ends the session; harmless without one.',
  input: z.object({}),
  output: done(),
})

export const getSession = endpoint({
  method: 'GET',
  path: '/api/session',
  permission: 'signed_in',
  summary: 'Who is signed in, where, and what they may do. 401 without a session.',
  input: z.object({}),
  output: z.object({
    account: z.object({
      account_id: id(),
      login: z.string(),
      name: z.string(),
      must_change_password: z.boolean(),
      language: language(),
      asks: nullable(z.enum(['second_factor', 'enrolment'])),
    }),
    organisation: z.object({ organisation_id: id(), name: z.string(), time_zone: z.string() }),
    roles: z.array(z.object({ role: z.string(), name_zh: z.string(), name_en: z.string(), station_id: nullable(id()) })),
    permissions: z.array(z.string()),
    stations: z.array(z.object({ station_id: id(), code: z.string(), name: z.string() })),
  }),
})

export const changePassword = endpoint({
  method: 'POST',
  path: '/api/session/password',
  permission: 'signed_in',
  summary: 'Changes the own password; every other session of the account ends.',
  input: z.object({ old_password: password(), new_password: password() }),
  output: done(),
})

export const saveLanguage = endpoint({
  method: 'PUT',
  path: '/api/session/language',
  permission: 'signed_in',
  summary: 'The language the account reads.',
  input: z.object({ language: language() }),
  output: done(),
})

const grant = {
  grant_id: id(),
  role: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  station_id: nullable(id()),
  station_name: nullable(z.string()),
  granted_at: z.iso.datetime(),
}

const account = {
  account_id: id(),
  login: nullable(z.string()),
  name: z.string(),
  employee_id: nullable(id()),
  created_at: z.iso.datetime(),
  closed_at: nullable(z.iso.datetime()),
  locked_until: nullable(z.iso.datetime()),
  must_change_password: z.boolean(),
  second_factor: z.boolean(),
  grants: z.array(z.object(grant)),
}

export const listRoles = endpoint({
  method: 'GET',
  path: '/api/roles',
  permission: 'staff.manage',
  summary: 'The roles that can be granted, with their permissions.',
  input: z.object({}),
  output: z.object({
    rows: z.array(
      z.object({
        role: z.string(),
        name_zh: z.string(),
        name_en: z.string(),
        permissions: z.array(z.string()),
        /** No longer what the program gave; such a role does not follow the program's updates. */
        changed_by_hand: z.boolean(),
        /** Open accounts that hold it now, among those that may be managed. */
        accounts: z.number(),
      }),
    ),
  }),
})

export const listAccounts = endpoint({
  method: 'GET',
  path: '/api/accounts',
  permission: 'staff.manage',
  summary: 'Accounts with the roles they hold now.',
  input: listInput({ closed: optional(z.enum(['true', 'false'])) }),
  output: listOutput(account),
})

export const getAccount = endpoint({
  method: 'GET',
  path: '/api/accounts/:account_id',
  permission: 'staff.manage',
  summary: 'One account.',
  input: z.object({ account_id: id() }),
  output: z.object(account),
})

export const createAccount = endpoint({
  method: 'POST',
  path: '/api/accounts',
  permission: 'staff.manage',
  summary: 'Makes an account with its first role. The one-time password is shown in this answer only.',
  input: z.object({
    account_id: optional(id()),
    login: login(),
    name: words(60),
    role: words(40),
    station_id: optional(nullable(id())),
    employee_id: optional(id()),
  }),
  /** `request_id`: the role waits for the confirmation of a second person. */
  output: z.object({ account_id: id(), one_time_password: z.string(), request_id: optional(id()) }),
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/accounts/:account_id/password',
  permission: 'staff.manage',
  summary: 'A new one-time password; the account is unlocked and its sessions end.',
  input: z.object({ account_id: id() }),
  output: z.object({ one_time_password: z.string() }),
})

export const grantRole = endpoint({
  method: 'POST',
  path: '/api/accounts/:account_id/grants',
  permission: 'staff.manage',
  summary:
    'Gives an account a role, at one station or (station_id null) everywhere. One that administers or sees personal data waits for a second person.',
  input: z.object({ account_id: id(), role: words(40), station_id: optional(nullable(id())) }),
  output: z.object({ grant_id: optional(id()), request_id: optional(id()) }),
})

export const endGrant = endpoint({
  method: 'DELETE',
  path: '/api/accounts/:account_id/grants/:grant_id',
  permission: 'staff.manage',
  summary: 'Takes a role away, at once.',
  input: z.object({ account_id: id(), grant_id: id() }),
  output: done(),
})

export const closeAccount = endpoint({
  method: 'POST',
  path: '/api/accounts/:account_id/close',
  permission: 'staff.manage',
  summary: 'Closes an account for good: its sessions end, its name stays on what it recorded.',
  input: z.object({ account_id: id() }),
  output: done(),
})

export const employmentKinds = ['full_time', 'part_time', 'intern', 'rehired', 'dispatched', 'other'] as const
export const certificateLevels = ['assistant', 'middle', 'senior', 'other'] as const

const certificate = {
  name: z.string(),
  number: nullable(z.string()),
  issued_on: nullable(z.string()),
  level: z.enum(certificateLevels),
}

const employee = {
  employee_id: id(),
  employee_no: nullable(z.string()),
  name: z.string(),
  sex: nullable(z.enum(['male', 'female'])),
  education: nullable(z.string()),
  post: nullable(z.string()),
  contract_code: nullable(z.string()),
  hired_on: nullable(z.string()),
  left_on: nullable(z.string()),
  employment_kind: z.enum(employmentKinds),
  /** Why the row is not counted on the roll today; null = counted. */
  not_counted: nullable(z.enum(['staff_left', 'intern'])),
  certificates: z.array(z.object(certificate)),
}

export const listEmployees = endpoint({
  method: 'GET',
  path: '/api/employees',
  permission: 'staff.read',
  summary: 'The roll of employees. `on_roll`: counted today, or not.',
  input: listInput({ contract_code: optional(z.string()), on_roll: optional(z.enum(['true', 'false'])) }),
  output: listOutput(employee),
})

export const getEmployee = endpoint({
  method: 'GET',
  path: '/api/employees/:employee_id',
  permission: 'staff.read',
  summary: 'One employee; ID number and telephone masked.',
  input: z.object({ employee_id: id() }),
  output: z.object({
    ...employee,
    masked_id_number: nullable(z.string()),
    masked_phone: nullable(z.string()),
    note: nullable(z.string()),
    evidence: z.string(),
    recorded_by_name: nullable(z.string()),
    recorded_at: z.iso.datetime(),
  }),
})

export const recordEmployee = endpoint({
  method: 'POST',
  path: '/api/employees',
  permission: 'staff.record',
  summary: 'Puts an employee on the roll. The same ID number twice is refused as a duplicate.',
  input: z.object({
    employee_id: optional(id()),
    employee_no: optional(words(40)),
    name: words(60),
    sex: optional(z.enum(['male', 'female'])),
    id_number: optional(words(30)),
    phone: optional(words(30)),
    education: optional(words(40)),
    post: optional(words(60)),
    contract_code: optional(words(60)),
    hired_on: optional(day()),
    left_on: optional(day()),
    employment_kind: z._default(z.enum(employmentKinds), 'full_time'),
    certificate_name: optional(words(100)),
    certificate_number: optional(words(60)),
    certificate_on: optional(day()),
    note: optional(words(500)),
  }),
  output: z.object({ employee_id: id() }),
})

export const revealEmployee = endpoint({
  method: 'POST',
  path: '/api/employees/:employee_id/reveal',
  permission: 'staff.reveal',
  summary: 'ID number and telephone in full; who asked and why is kept in the audit trail.',
  input: z.object({ employee_id: id(), reason: words(200) }),
  output: z.object({ id_number: nullable(z.string()), phone: nullable(z.string()) }),
})
