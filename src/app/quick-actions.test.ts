// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { roles } from '../features/staff/roles.ts'
import type { Session } from '../ui/session.tsx'
import { navigation } from './navigation.tsx'
import { actionsFor, firstActionsFor, quickActions } from './quick-actions.tsx'

const people = roles.filter((role) => !role.for_system)

const sessionOf = (held: readonly string[], permissions: readonly string[]): Session => ({
  account: { account_id: 'a', login: 'li', name: '李明', must_change_password: false, language: 'zh' },
  organisation: { organisation_id: 'o', name: '机构', time_zone: 'Asia/Shanghai' },
  roles: held.map((role) => ({ role, name_zh: role, name_en: role, station_id: null })),
  permissions,
  stations: [],
})

const firstOf = (role: string) =>
  firstActionsFor(sessionOf([role], people.find((each) => each.role === role)!.permissions)).map((action) => action.label.zh)

describe('what the first page offers', () => {
  test('each leads to a page that is there, and a form needs the permission of the form', () => {
    for (const action of quickActions) {
      const page = navigation.find((entry) => entry.path === action.path)
      expect(page, action.path).toBeDefined()
      expect([action.path, action.permission]).toEqual([
        action.path,
        // who may only look at the settings has nothing to change there
        action.path === '/organisation/settings' ? 'orgs.manage' : page!.permission,
      ])
    }
  })
  test('each is said as something one does', () => {
    for (const { label } of quickActions) {
      expect(label.zh).toMatch(/^(签到|点名|记|登记|评估|办|录入|导入|新增|改|找|看|查|确认)/)
      expect(label.en).toMatch(/^(Sign|Call|Record|Register|Assess|Admit|Enter|Add|Import|Change|Find|Read|See|Check|Confirm) /)
    }
  })
  test.each(people.map((role) => role.role))('%s finds something to begin, and nothing that would be refused', (role) => {
    const { permissions } = people.find((each) => each.role === role)!
    const shown = firstActionsFor(sessionOf([role], permissions))
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThanOrEqual(8)
    for (const action of shown) expect(permissions).toContain(action.permission)
  })
  test('the front desk signs in, records meals and day care, registers', () => {
    expect(firstOf('front_desk').slice(0, 4)).toEqual(['签到', '记一餐', '记日托', '登记新会员'])
  })
  test('the trainer begins with the roll, the social worker with the visit, the assessor reads', () => {
    expect(firstOf('trainer')[0]).toBe('点名、记每日健康')
    expect(firstOf('social_worker')[0]).toBe('记探访')
    expect(firstOf('assessor')).toEqual(['看年度报告', '看指标数字', '看项目合同', '查服务记录'])
  })
  test('a role of the organisation gets what it may do; who may do nothing gets nothing', () => {
    const canteen = sessionOf(['cook'], ['canteen.read', 'canteen.record'])
    expect(firstActionsFor(canteen).map((action) => action.path)).toEqual(['/canteen/new'])
    expect(actionsFor(sessionOf([], []))).toEqual([])
  })
  test('a right that was taken away takes its action away', () => {
    const permissions = people.find((each) => each.role === 'front_desk')!.permissions.filter((one) => one !== 'canteen.record')
    expect(firstActionsFor(sessionOf(['front_desk'], permissions)).map((action) => action.path)).not.toContain('/canteen/new')
  })
})
