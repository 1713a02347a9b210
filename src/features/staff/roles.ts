/**
 * The roles (角色) an organisation starts with. They are rows of the organisation afterwards (staff.roles, staff.role_permissions);
 * this file is only their seed. Separate administrators and least privilege: GB/T 22239-2019 level 2.
 */

const slices = [
  'orgs', 'staff', 'people', 'contracts', 'records', 'points', 'activities', 'canteen', 'daycare', 'visits', 'campaigns', 'health',
  'rehab', 'volunteering', 'surveys', 'publicity',
] as const // prettier-ignore
type Slice = (typeof slices)[number]

const read = (...names: readonly Slice[]) => names.map((name) => `${name}.read`)
const record = (...names: readonly Slice[]) => names.map((name) => `${name}.record`)
const both = (...names: readonly Slice[]) => [...read(...names), ...record(...names)]
const except = (...names: readonly Slice[]) => slices.filter((name) => !names.includes(name))

const oversight = ['figures.read', 'reports.read']
const everyday = [
  'people',
  'records',
  'points',
  'activities',
  'canteen',
  'daycare',
  'visits',
  'campaigns',
  'health',
  'rehab',
  'volunteering',
] as const

const director = [
  ...both(...slices), ...oversight, 'reports.write', 'imports.read', 'imports.run', 'people.reveal', 'people.merge', 'people.approve', 'records.void', 'points.manage',
  'staff.reveal', 'staff.confirm', 'audit.read', 'door.record',
  'activities.manage',
] // prettier-ignore

export interface RoleSeed {
  readonly role: string
  readonly name_zh: string
  readonly name_en: string
  readonly permissions: readonly string[]
  /** For the command line's own account, not for people. */
  readonly for_system?: true
}

export const roles: readonly RoleSeed[] = [
  { role: 'director', name_zh: '主任', name_en: 'Director', permissions: director },
  {
    role: 'station_manager',
    name_zh: '站长',
    name_en: 'Station manager',
    permissions: [
      ...read(...except('staff')), ...record(...except('staff', 'orgs', 'contracts')), ...oversight, 'reports.write', 'imports.read',
      'imports.run', 'people.reveal', 'people.merge', 'people.approve', 'records.void', 'points.manage', 'door.record',
      'activities.manage',
    ], // prettier-ignore
  },
  {
    role: 'social_worker',
    name_zh: '社工',
    name_en: 'Social worker',
    permissions: [
      ...read('orgs', 'contracts'),
      ...both(...everyday, 'surveys', 'publicity'),
      ...oversight,
      'people.reveal',
      'door.record',
    ],
  },
  {
    role: 'front_desk',
    name_zh: '前台',
    name_en: 'Front desk',
    permissions: [
      ...read('orgs'),
      ...both('people', 'records', 'points', 'activities', 'canteen', 'daycare', 'volunteering'),
      'door.record',
    ],
  },
  // For a tablet that stands in a public room: it sees masked names and nothing else.
  { role: 'door_tablet', name_zh: '签到台平板', name_en: 'Tablet at the door', permissions: [...read('orgs'), 'door.record'] },
  {
    role: 'trainer',
    name_zh: '康园导师',
    name_en: 'Trainer at the disability centre',
    permissions: [
      ...read('orgs', 'people'),
      ...both('records', 'points', 'activities', 'daycare', 'health', 'rehab'),
      'people.reveal',
      'door.record',
    ],
  },
  {
    role: 'accountant',
    name_zh: '财务',
    name_en: 'Accountant',
    permissions: [
      ...read('orgs', 'canteen', 'points', 'publicity'),
      ...both('staff', 'contracts'),
      ...oversight,
      'records.sensitive',
      'reports.write',
    ],
  },
  {
    role: 'assessor',
    name_zh: '评估（只读）',
    name_en: 'Assessor (read only)',
    permissions: [...read('orgs', 'records', 'contracts', 'surveys', 'publicity'), ...oversight, 'records.sensitive'],
  },
  {
    role: 'administrator',
    name_zh: '系统管理员（不含个人信息）',
    name_en: 'System administrator (no personal data)',
    permissions: [...both('orgs'), 'orgs.manage', 'staff.confirm', 'backup.manage'],
  },
  // 三员分立: who keeps the system, who grants rights and who looks at what both did are three people (GB/T 22239-2019, 8.1.5).
  {
    role: 'security_administrator',
    name_zh: '安全管理员（不含个人信息）',
    name_en: 'Security administrator (no personal data)',
    permissions: [...read('orgs'), 'staff.manage', 'staff.confirm'],
  },
  {
    role: 'auditor',
    name_zh: '审计员（不含个人信息）',
    name_en: 'Auditor (no personal data)',
    permissions: [...read('orgs'), 'audit.read'],
  },
  { role: 'system', name_zh: '系统', name_en: 'System', permissions: [...director, 'orgs.manage'], for_system: true },
]

/** Every permission a role can hold, sorted. */
export const permissions: readonly string[] = [...new Set(roles.flatMap((role) => role.permissions))].sort()
