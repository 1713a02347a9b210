/**
 * Every page of the application, one line each. To add one, add a line: `path` (`$name` for a part that varies), `label`,
 * `permission`, `group`, `page`. A page with a `$` in its path is not listed in the rail; a page the account may not see is neither.
 */
import type { ComponentType } from 'react'

export const groups = ['today', 'people', 'services', 'projects', 'reports', 'imports', 'organisation'] as const
export type Group = (typeof groups)[number]

export interface NavigationEntry {
  readonly path: string
  readonly label: { readonly zh: string; readonly en: string }
  /** `signed_in`, or the permission of the page's first endpoint. */
  readonly permission: string
  readonly group: Group
  readonly page: () => Promise<{ default: ComponentType }>
  /** False: reached from other pages only. */
  readonly listed?: boolean
  /** Stands among the quick actions of the first page. */
  readonly quick?: boolean
}

// one page, one line: read and sorted as a table
// prettier-ignore
export const navigation: readonly NavigationEntry[] = [
  { path: '/', label: { zh: '今天', en: 'Today' }, permission: 'signed_in', group: 'today', page: () => import('./home.tsx') },
  { path: '/todo', label: { zh: '待办', en: 'To do' }, permission: 'signed_in', group: 'today', page: () => import('./home-todo.tsx') },
  { path: '/me', label: { zh: '我', en: 'Me' }, permission: 'signed_in', group: 'today', page: () => import('./shell-me.tsx'), listed: false },
  { path: '/me/password', label: { zh: '修改密码', en: 'Change password' }, permission: 'signed_in', group: 'today', page: () => import('../features/staff/page-change-password.tsx'), listed: false },
  { path: '/activities', label: { zh: '活动', en: 'Activities' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page.tsx'), quick: true },
  { path: '/activities/new', label: { zh: '登记活动', en: 'Register an activity' }, permission: 'activities.record', group: 'services', page: () => import('../features/activities/page-new.tsx'), listed: false },
  { path: '/activities/attendances/$attendance_id', label: { zh: '签到', en: 'Attendance' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-attendance.tsx') },
  { path: '/activities/$activity_id', label: { zh: '一场活动', en: 'Activity' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-activity.tsx') },
  { path: '/recreation', label: { zh: '康娱', en: 'Recreation' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-recreation.tsx') },
  { path: '/recreation/new', label: { zh: '记康娱', en: 'Record recreation' }, permission: 'activities.record', group: 'services', page: () => import('../features/activities/page-recreation-new.tsx'), listed: false },
  { path: '/recreation/$recreation_id', label: { zh: '康娱记录', en: 'Recreation entry' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-recreation-record.tsx') },
  { path: '/daycare', label: { zh: '日托', en: 'Day care' }, permission: 'daycare.read', group: 'services', page: () => import('../features/daycare/page.tsx'), quick: true },
  { path: '/daycare/new', label: { zh: '记日托', en: 'Record day care' }, permission: 'daycare.record', group: 'services', page: () => import('../features/daycare/page-new.tsx'), listed: false },
  { path: '/daycare/$attendance_id', label: { zh: '日托记录', en: 'Day in day care' }, permission: 'daycare.read', group: 'services', page: () => import('../features/daycare/page-record.tsx') },
]

export const isListed = (entry: NavigationEntry): boolean => entry.listed !== false && !entry.path.includes('$')

/** The listed page that `path` stands on: the longest one it begins with. */
export const entryAt = (path: string): NavigationEntry | undefined =>
  navigation
    .filter((entry) => isListed(entry) && (path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`))))
    .sort((one, other) => other.path.length - one.path.length)[0]
