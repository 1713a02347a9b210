import { randomUUID } from 'node:crypto'
import { defineCommand } from 'citty'
import * as staffContract from '../features/staff/contract.ts'
import { findSystemAsking, listOrganisations } from '../features/staff/organisation.ts'
import { normalLogin, oneTimePassword } from '../features/staff/password.ts'
import { grantRole, listAccounts, listRoles, openAccount, resetPassword } from '../features/staff/service.ts'
import type { Ctx } from '../platform/context.ts'
import { parseInput } from '../platform/mount.ts'
import { runAs } from '../platform/request.ts'
import { findStation } from '../features/orgs/service.ts'
import { dataOption, organisationOf } from './cli-options.ts'
import { openAll } from './open.ts'

const options = {
  ...dataOption,
  organisation: { type: 'string', valueHint: 'ID', description: '机构编号（有多个机构时）· which organisation' },
} as const

interface Options {
  readonly data?: string | undefined
  readonly organisation?: string | undefined
}

/** One command = one request of the system account, in the audit trail under the command's name. */
const inOne = async <T>({ data, organisation }: Options, action: string, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const opened = await openAll(data)
  try {
    const { db } = opened.database
    const asking = await findSystemAsking(db, organisationOf(await listOrganisations(db), organisation))
    return await runAs(db, opened.keys, { ...asking, request_id: randomUUID(), action }, work)
  } finally {
    await opened.close()
  }
}

const allAccounts = async (ctx: Ctx) =>
  (await listAccounts(ctx, parseInput(staffContract.listAccounts, { page_size: 500 }, 'zh'))).rows

const accountOf = async (ctx: Ctx, login: string): Promise<string> => {
  const found = (await allAccounts(ctx)).find((account) => account.login === normalLogin(login) && !account.closed_at)
  if (!found) throw new Error(`没有这个用户 · There is no user ${login}`)
  return found.account_id
}

const stationOf = async (ctx: Ctx, text: string | undefined): Promise<string | null> => {
  if (!text) return null
  const station_id = await findStation(ctx, text)
  if (!station_id) throw new Error(`没有这个站点 · There is no station ${text}`)
  return station_id
}

const add = defineCommand({
  meta: { name: 'add', description: '新增用户，或给已有用户加一个角色 · add a user, or a role to one' },
  args: {
    login: { type: 'positional', description: '用户名 · login', required: true },
    role: { type: 'string', required: true, description: '角色 · role, e.g. front_desk' },
    name: { type: 'string', description: '姓名 · name (for a new user)' },
    station: { type: 'string', description: '站点名称或编号；不填 = 全机构 · station, else everywhere' },
    ...options,
  },
  run: ({ args }) =>
    inOne(args, 'user add', async (ctx) => {
      const station_id = await stationOf(ctx, args.station)
      const roles = (await listRoles(ctx)).rows
      if (!roles.some((role) => role.role === args.role))
        throw new Error(`没有这个角色 · There is no role ${args.role}: ${roles.map((role) => role.role).join(', ')}`)
      const known = (await allAccounts(ctx)).find((account) => account.login === normalLogin(args.login) && !account.closed_at)
      if (known) {
        await grantRole(ctx, { account_id: known.account_id, role: args.role, station_id })
        return console.log(`${known.login}: ${args.role}`)
      }
      const entry = parseInput(
        staffContract.createAccount,
        { login: args.login, name: args.name ?? args.login, role: args.role, station_id },
        'zh',
      )
      const password = oneTimePassword()
      await openAccount(ctx, entry, password, true)
      return console.log(`${normalLogin(args.login)}: ${args.role}\n一次性密码 · One-time password: ${password}`)
    }),
})

const reset = defineCommand({
  meta: { name: 'reset', description: '重设密码并解锁 · new one-time password, unlock' },
  args: { login: { type: 'positional', description: '用户名 · login', required: true }, ...options },
  run: ({ args }) =>
    inOne(args, 'user reset', async (ctx) => {
      const { one_time_password } = await resetPassword(ctx, { account_id: await accountOf(ctx, args.login) })
      console.log(`一次性密码 · One-time password: ${one_time_password}`)
    }),
})

const list = defineCommand({
  meta: { name: 'list', description: '用户与角色 · users and their roles' },
  args: { ...options, json: { type: 'boolean', default: false, description: 'JSON' } },
  run: ({ args }) =>
    inOne(args, 'user list', async (ctx) => {
      const accounts = await allAccounts(ctx)
      if (args.json) return console.log(JSON.stringify(accounts, undefined, 2))
      for (const { login, name, closed_at, locked_until, grants } of accounts) {
        const held = grants
          .map((grant) => (grant.station_name ? `${grant.name_zh}@${grant.station_name}` : grant.name_zh))
          .join('、')
        const state = closed_at ? '已停用 closed' : locked_until ? '已锁定 locked' : ''
        console.log([login ?? '—', name, held, state].filter((part) => part !== '').join('\t'))
      }
    }),
})

export const user = defineCommand({
  meta: { name: 'user', description: '用户 · users' },
  subCommands: { add, reset, list },
})
