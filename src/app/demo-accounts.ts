/** One account per role for the demo, with new passwords at every start: printed once, kept nowhere. */
import * as staffContract from '../features/staff/contract.ts'
import { oneTimePassword } from '../features/staff/password.ts'
import {
  listAccountRules,
  listAccounts,
  listRoles,
  openAccount,
  saveAccountRule,
  setPasswordOf,
} from '../features/staff/service.ts'
import { openStations } from '../features/orgs/stations.ts'
import type { Ctx } from '../platform/context.ts'
import { parseInput } from '../platform/mount.ts'
import type { Opened } from './open.ts'
import { asSystem } from './as-system.ts'

/** Role → login, invented name, and the station it works at (none: the whole organisation). */
const PEOPLE: readonly { role: string; login: string; name: string; station?: string }[] = [
  { role: 'director', login: 'zhuren', name: '林主任' },
  { role: 'station_manager', login: 'zhanzhang', name: '谢站长', station: 'HC' },
  { role: 'social_worker', login: 'shegong', name: '黄社工', station: 'HC' },
  { role: 'front_desk', login: 'qiantai', name: '陈前台', station: 'SZ' },
  { role: 'door_tablet', login: 'pingban', name: '三灶签到台', station: 'SZ' },
  { role: 'trainer', login: 'kangyuan', name: '卢导师', station: 'KY' },
  { role: 'accountant', login: 'caiwu', name: '容会计' },
  { role: 'assessor', login: 'pinggu', name: '评估员' },
  { role: 'administrator', login: 'admin', name: '系统管理员' },
  { role: 'security_administrator', login: 'anquan', name: '安全管理员' },
  { role: 'auditor', login: 'shenji', name: '审计员' },
]

const ensure = async (
  ctx: Ctx,
  person: (typeof PEOPLE)[number],
  stations: Awaited<ReturnType<typeof openStations>>,
  known: Map<string, string>,
): Promise<string> => {
  const password = oneTimePassword()
  const account_id = known.get(person.login)
  if (account_id) await setPasswordOf(ctx, account_id, password)
  else
    await openAccount(
      ctx,
      { ...person, station_id: person.station ? (stations.find(person.station) ?? null) : null },
      password,
      false,
    )
  return password
}

/** Whoever tries the demo has no authenticator app at hand: the rule of this organisation says so, for everybody to read. */
const withoutSecondFactor = async (ctx: Ctx): Promise<void> => {
  const now = (await listAccountRules(ctx)).rows.find((rule) => rule.in_force)
  if (now && !now.second_factor) return
  const source =
    '示范机构：为方便试用，关闭动态口令；真实机构请勿关闭 · Demo: switched off so that it can be tried; keep it on in real use'
  const rule = { valid_from: ctx.today, second_factor: false, grace_days: 14, remembered_passwords: 5, source }
  await saveAccountRule(ctx, rule)
}

/** Makes the accounts, or gives those of an earlier start new passwords. Returns the table to print. */
export const demoAccounts = (opened: Opened, organisation_id: string): Promise<string> =>
  asSystem(opened, organisation_id, 'demo', async (ctx) => {
    const accounts = (await listAccounts(ctx, parseInput(staffContract.listAccounts, { page_size: 500 }, 'zh'))).rows
    const known = new Map(accounts.map((account) => [account.login ?? '', account.account_id]))
    const roles = new Map((await listRoles(ctx)).rows.map((role) => [role.role, role.name_zh]))
    const stations = await openStations(ctx)
    await withoutSecondFactor(ctx)
    const lines: string[] = []
    for (const person of PEOPLE) {
      const password = await ensure(ctx, person, stations, known)
      lines.push(
        `  ${person.login.padEnd(12)} ${password.padEnd(20)} ${roles.get(person.role) ?? person.role}${person.station ? `（${stations.all.find((s) => s.code === person.station)?.name ?? ''}）` : ''}`,
      )
    }
    return ['示范账户 · demo logins（用户名 · 密码 · 角色）', ...lines].join('\n')
  })
