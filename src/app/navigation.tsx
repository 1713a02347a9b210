/**
 * Every page of the application, one line each. To add one, add a line: `path` (`$name` for a part that varies), `label`,
 * `permission`, `group`, `page`. A page with a `$` in its path is not listed in the rail; a page the account may not see is neither.
 */
import type { ComponentType } from 'react'

export const groups = [
  'today',
  'people',
  'services',
  'health',
  'centre',
  'volunteers',
  'projects',
  'reports',
  'imports',
  'organisation',
] as const
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
}

// one page, one line: read and sorted as a table
// prettier-ignore
export const navigation: readonly NavigationEntry[] = [
  { path: '/', label: { zh: '今天', en: 'Today' }, permission: 'signed_in', group: 'today', page: () => import('./home.tsx') },
  { path: '/todo', label: { zh: '待办', en: 'To do' }, permission: 'signed_in', group: 'today', page: () => import('./home-todo.tsx') },
  { path: '/me', label: { zh: '我', en: 'Me' }, permission: 'signed_in', group: 'today', page: () => import('./shell-me.tsx'), listed: false },
  { path: '/me/password', label: { zh: '修改密码', en: 'Change password' }, permission: 'signed_in', group: 'today', page: () => import('../features/staff/page-change-password.tsx'), listed: false },
  { path: '/me/security', label: { zh: '登录安全', en: 'Sign-in security' }, permission: 'signed_in', group: 'today', page: () => import('../features/staff/page-security.tsx'), listed: false },
  { path: '/people', label: { zh: '服务对象', en: 'People' }, permission: 'people.read', group: 'people', page: () => import('../features/people/page.tsx') },
  { path: '/people/new', label: { zh: '登记新会员', en: 'Register a member' }, permission: 'people.record', group: 'people', page: () => import('../features/people/page-new.tsx'), listed: false },
  { path: '/people/duplicates', label: { zh: '疑似重复', en: 'Possible duplicates' }, permission: 'people.merge', group: 'people', page: () => import('../features/people/page-duplicates.tsx') },
  { path: '/people/merges', label: { zh: '合并记录', en: 'Merges' }, permission: 'people.merge', group: 'people', page: () => import('../features/people/page-merges.tsx'), listed: false },
  { path: '/people/$person_id', label: { zh: '一位服务对象', en: 'Person' }, permission: 'people.read', group: 'people', page: () => import('./page-person.tsx') },
  { path: '/records', label: { zh: '服务记录', en: 'Service records' }, permission: 'records.read', group: 'services', page: () => import('../features/records/page.tsx') },
  { path: '/records/$record_id', label: { zh: '一条服务记录', en: 'Service record' }, permission: 'records.read', group: 'services', page: () => import('../features/records/page-record.tsx') },
  { path: '/activities', label: { zh: '活动', en: 'Activities' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page.tsx') },
  { path: '/activities/new', label: { zh: '登记活动', en: 'Register an activity' }, permission: 'activities.record', group: 'services', page: () => import('../features/activities/page-new.tsx'), listed: false },
  { path: '/activities/sign-in', label: { zh: '签到', en: 'Sign people in' }, permission: 'activities.record', group: 'services', page: () => import('../features/activities/page-sign-in.tsx'), listed: false },
  { path: '/activities/attendances/$attendance_id', label: { zh: '签到', en: 'Attendance' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-attendance.tsx') },
  { path: '/activities/$activity_id', label: { zh: '一场活动', en: 'Activity' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-activity.tsx') },
  { path: '/recreation', label: { zh: '康娱', en: 'Recreation' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-recreation.tsx') },
  { path: '/recreation/new', label: { zh: '记康娱', en: 'Record recreation' }, permission: 'activities.record', group: 'services', page: () => import('../features/activities/page-recreation-new.tsx'), listed: false },
  { path: '/recreation/$recreation_id', label: { zh: '康娱记录', en: 'Recreation entry' }, permission: 'activities.read', group: 'services', page: () => import('../features/activities/page-recreation-record.tsx') },
  { path: '/canteen', label: { zh: '长者饭堂', en: 'Canteen' }, permission: 'canteen.read', group: 'services', page: () => import('../features/canteen/page.tsx') },
  { path: '/canteen/new', label: { zh: '记一餐', en: 'Record a meal' }, permission: 'canteen.record', group: 'services', page: () => import('../features/canteen/page-new.tsx'), listed: false },
  { path: '/canteen/meals/$meal_id', label: { zh: '用餐记录', en: 'Meal' }, permission: 'canteen.read', group: 'services', page: () => import('../features/canteen/page-record.tsx') },
  { path: '/daycare', label: { zh: '日托', en: 'Day care' }, permission: 'daycare.read', group: 'services', page: () => import('../features/daycare/page.tsx') },
  { path: '/daycare/new', label: { zh: '记日托', en: 'Record day care' }, permission: 'daycare.record', group: 'services', page: () => import('../features/daycare/page-new.tsx'), listed: false },
  { path: '/daycare/$attendance_id', label: { zh: '日托记录', en: 'Day in day care' }, permission: 'daycare.read', group: 'services', page: () => import('../features/daycare/page-record.tsx') },
  { path: '/home-services', label: { zh: '上门服务', en: 'Services at home' }, permission: 'visits.read', group: 'services', page: () => import('../features/visits/page-home-services.tsx') },
  { path: '/home-services/new', label: { zh: '记上门服务', en: 'Record a service at home' }, permission: 'visits.record', group: 'services', page: () => import('../features/visits/page-home-service-new.tsx'), listed: false },
  { path: '/home-services/$home_service_id', label: { zh: '上门服务记录', en: 'Service at home' }, permission: 'visits.read', group: 'services', page: () => import('../features/visits/page-home-service.tsx') },
  { path: '/visits', label: { zh: '探访', en: 'Visits' }, permission: 'visits.read', group: 'services', page: () => import('../features/visits/page.tsx') },
  { path: '/visits/new', label: { zh: '记探访', en: 'Record a visit' }, permission: 'visits.record', group: 'services', page: () => import('../features/visits/page-new.tsx'), listed: false },
  { path: '/visits/$visit_id', label: { zh: '探访记录', en: 'Visit' }, permission: 'visits.read', group: 'services', page: () => import('../features/visits/page-record.tsx') },
  { path: '/campaigns/calls', label: { zh: '疫苗电访', en: 'Vaccination calls' }, permission: 'campaigns.read', group: 'health', page: () => import('../features/campaigns/page.tsx') },
  { path: '/campaigns/calls/new', label: { zh: '记电访', en: 'Record a call' }, permission: 'campaigns.record', group: 'health', page: () => import('../features/campaigns/page-new.tsx'), listed: false },
  { path: '/campaigns/calls/$call_id', label: { zh: '电访记录', en: 'Call' }, permission: 'campaigns.read', group: 'health', page: () => import('../features/campaigns/page-record.tsx') },
  { path: '/campaigns/doses', label: { zh: '接种登记', en: 'Doses' }, permission: 'health.read', group: 'health', page: () => import('../features/campaigns/page-doses.tsx') },
  { path: '/campaigns/doses/new', label: { zh: '记接种', en: 'Record a dose' }, permission: 'health.record', group: 'health', page: () => import('../features/campaigns/page-dose-new.tsx'), listed: false },
  { path: '/campaigns/doses/$dose_id', label: { zh: '接种记录', en: 'Dose' }, permission: 'health.read', group: 'health', page: () => import('../features/campaigns/page-dose.tsx') },
  { path: '/health/checks', label: { zh: '健康监测', en: 'Health checks' }, permission: 'health.read', group: 'health', page: () => import('../features/health/page-checks.tsx') },
  { path: '/health/checks/new', label: { zh: '记健康监测', en: 'Record a check' }, permission: 'health.record', group: 'health', page: () => import('../features/health/page-check-new.tsx'), listed: false },
  { path: '/health/checks/$check_id', label: { zh: '健康监测记录', en: 'Health check' }, permission: 'health.read', group: 'health', page: () => import('../features/health/page-check.tsx') },
  { path: '/health/measurements', label: { zh: '健康测量', en: 'Measurements' }, permission: 'health.read', group: 'health', page: () => import('../features/health/page.tsx') },
  { path: '/health/measurements/new', label: { zh: '记测量', en: 'Record a measurement' }, permission: 'health.record', group: 'health', page: () => import('../features/health/page-new.tsx'), listed: false },
  { path: '/health/measurements/$measurement_id', label: { zh: '测量记录', en: 'Measurement' }, permission: 'health.read', group: 'health', page: () => import('../features/health/page-record.tsx') },
  { path: '/rehab/trainees', label: { zh: '康园学员', en: 'Trainees' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page.tsx') },
  { path: '/rehab/trainees/new', label: { zh: '学员入园', en: 'Admit a trainee' }, permission: 'rehab.record', group: 'centre', page: () => import('../features/rehab/page-trainee-new.tsx'), listed: false },
  { path: '/rehab/trainees/$trainee_id', label: { zh: '一位学员', en: 'Trainee' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-trainee.tsx') },
  { path: '/rehab/progress/new', label: { zh: '记学员进展', en: 'Record progress' }, permission: 'rehab.record', group: 'centre', page: () => import('../features/rehab/page-progress-new.tsx'), listed: false },
  { path: '/rehab/skills', label: { zh: '职业技能', en: 'Skills' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-skills.tsx') },
  { path: '/rehab/skills/new', label: { zh: '评估技能', en: 'Assess a skill' }, permission: 'rehab.record', group: 'centre', page: () => import('../features/rehab/page-skill-new.tsx'), listed: false },
  { path: '/rehab/skills/$skill_id', label: { zh: '技能评估', en: 'Skill assessment' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-skill.tsx') },
  { path: '/rehab/sales', label: { zh: '产量与销售', en: 'Output and sales' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-sales.tsx') },
  { path: '/rehab/sales/new', label: { zh: '记一笔销售', en: 'Record a sale' }, permission: 'rehab.record', group: 'centre', page: () => import('../features/rehab/page-sale-new.tsx'), listed: false },
  { path: '/rehab/sales/$sale_id', label: { zh: '一笔销售', en: 'Sale' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-sale.tsx') },
  { path: '/rehab/daily', label: { zh: '康园每日健康', en: 'Daily health' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-daily.tsx') },
  { path: '/rehab/daily/roll', label: { zh: '每日健康点名', en: 'Daily health roll' }, permission: 'rehab.record', group: 'centre', page: () => import('../features/rehab/page-daily-roll.tsx'), listed: false },
  { path: '/rehab/daily-checks/$check_id', label: { zh: '每日健康记录', en: 'Daily check' }, permission: 'rehab.read', group: 'centre', page: () => import('../features/rehab/page-daily-check.tsx') },
  { path: '/volunteering/volunteers', label: { zh: '志愿者', en: 'Volunteers' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page.tsx') },
  { path: '/volunteering/volunteers/new', label: { zh: '登记志愿者', en: 'Register a volunteer' }, permission: 'volunteering.record', group: 'volunteers', page: () => import('../features/volunteering/page-volunteer-new.tsx'), listed: false },
  { path: '/volunteering/volunteers/$volunteer_id', label: { zh: '一位志愿者', en: 'Volunteer' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page-volunteer.tsx') },
  { path: '/volunteering/activities', label: { zh: '志愿活动', en: 'Volunteer activities' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page-activities.tsx') },
  { path: '/volunteering/activities/new', label: { zh: '登记志愿活动', en: 'Record a volunteer activity' }, permission: 'volunteering.record', group: 'volunteers', page: () => import('../features/volunteering/page-activity-new.tsx'), listed: false },
  { path: '/volunteering/activities/$activity_id', label: { zh: '一次志愿活动', en: 'Volunteer activity' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page-activity.tsx') },
  { path: '/volunteering/hours', label: { zh: '志愿者时长', en: 'Volunteer hours' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page-hours.tsx') },
  { path: '/volunteering/hours/$hours_id', label: { zh: '时长记录', en: 'Hours of a volunteer' }, permission: 'volunteering.read', group: 'volunteers', page: () => import('../features/volunteering/page-hours-record.tsx') },
  { path: '/points', label: { zh: '金币账户', en: 'Coin accounts' }, permission: 'points.read', group: 'volunteers', page: () => import('../features/points/page.tsx') },
  { path: '/points/new', label: { zh: '记一笔金币', en: 'Record coins' }, permission: 'points.record', group: 'volunteers', page: () => import('../features/points/page-new.tsx'), listed: false },
  { path: '/points/entries', label: { zh: '金币流水', en: 'Coin entries' }, permission: 'points.read', group: 'volunteers', page: () => import('../features/points/page-entries.tsx'), listed: false },
  { path: '/points/entries/$entry_id', label: { zh: '一笔金币', en: 'Coin entry' }, permission: 'points.read', group: 'volunteers', page: () => import('../features/points/page-entry.tsx') },
  { path: '/points/rules', label: { zh: '金币规则', en: 'Coin rules' }, permission: 'points.read', group: 'volunteers', page: () => import('../features/points/page-rules.tsx') },
  { path: '/points/rules/new', label: { zh: '定一条金币规则', en: 'Write a coin rule' }, permission: 'points.manage', group: 'volunteers', page: () => import('../features/points/page-rule-new.tsx'), listed: false },
  { path: '/points/terms/new', label: { zh: '改金币通则', en: 'Change the coin terms' }, permission: 'points.manage', group: 'volunteers', page: () => import('../features/points/page-terms-new.tsx'), listed: false },
  { path: '/points/grants', label: { zh: '待确认的金币', en: 'Coins to confirm' }, permission: 'points.manage', group: 'volunteers', page: () => import('../features/points/page-grants.tsx') },
  { path: '/points/accounts/$member_no', label: { zh: '金币账户', en: 'Coin account' }, permission: 'points.read', group: 'volunteers', page: () => import('../features/points/page-account.tsx') },
  { path: '/contracts', label: { zh: '项目合同', en: 'Contracts' }, permission: 'contracts.read', group: 'projects', page: () => import('../features/contracts/page.tsx') },
  { path: '/contracts/new', label: { zh: '登记合同', en: 'Register a contract' }, permission: 'contracts.record', group: 'projects', page: () => import('../features/contracts/page-new.tsx'), listed: false },
  { path: '/contracts/$contract_id', label: { zh: '一份合同', en: 'Contract' }, permission: 'contracts.read', group: 'projects', page: () => import('./page-contract.tsx') },
  { path: '/contracts/$contract_id/indicators/new', label: { zh: '添加指标', en: 'Add an indicator' }, permission: 'contracts.record', group: 'projects', page: () => import('../features/contracts/page-indicator-new.tsx') },
  { path: '/surveys', label: { zh: '满意度问卷', en: 'Questionnaires' }, permission: 'surveys.read', group: 'projects', page: () => import('../features/surveys/page.tsx') },
  { path: '/surveys/new', label: { zh: '录入问卷', en: 'Enter a questionnaire' }, permission: 'surveys.record', group: 'projects', page: () => import('../features/surveys/page-new.tsx'), listed: false },
  { path: '/surveys/contracts', label: { zh: '各项目满意度', en: 'Satisfaction by contract' }, permission: 'figures.read', group: 'projects', page: () => import('../features/surveys/page-contracts.tsx'), listed: false },
  { path: '/surveys/responses/$response_id', label: { zh: '一份问卷', en: 'Questionnaire' }, permission: 'surveys.read', group: 'projects', page: () => import('../features/surveys/page-record.tsx') },
  { path: '/publicity/media', label: { zh: '媒体报道', en: 'Media' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page.tsx') },
  { path: '/publicity/media/new', label: { zh: '登记报道', en: 'Register a report' }, permission: 'publicity.record', group: 'projects', page: () => import('../features/publicity/page-media-new.tsx'), listed: false },
  { path: '/publicity/media/$media_id', label: { zh: '一篇报道', en: 'Report' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page-media.tsx') },
  { path: '/publicity/receptions', label: { zh: '参观接待', en: 'Receptions' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page-receptions.tsx') },
  { path: '/publicity/receptions/new', label: { zh: '登记接待', en: 'Register a reception' }, permission: 'publicity.record', group: 'projects', page: () => import('../features/publicity/page-reception-new.tsx'), listed: false },
  { path: '/publicity/receptions/$reception_id', label: { zh: '一次接待', en: 'Reception' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page-reception.tsx') },
  { path: '/publicity/honours', label: { zh: '荣誉', en: 'Honours' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page-honours.tsx') },
  { path: '/publicity/honours/new', label: { zh: '登记荣誉', en: 'Register an honour' }, permission: 'publicity.record', group: 'projects', page: () => import('../features/publicity/page-honour-new.tsx'), listed: false },
  { path: '/publicity/honours/$honour_id', label: { zh: '一项荣誉', en: 'Honour' }, permission: 'publicity.read', group: 'projects', page: () => import('../features/publicity/page-honour.tsx') },
  { path: '/reports', label: { zh: '年度工作报告', en: 'Annual report' }, permission: 'reports.read', group: 'reports', page: () => import('../features/reports/page.tsx') },
  { path: '/reports/annual/$year', label: { zh: '年度工作报告', en: 'Annual report' }, permission: 'reports.read', group: 'reports', page: () => import('../features/reports/page-annual.tsx') },
  { path: '/organisation/settings', label: { zh: '机构设置', en: 'Organisation settings' }, permission: 'orgs.read', group: 'organisation', page: () => import('../features/orgs/page-settings.tsx') },
  { path: '/organisation/stations', label: { zh: '站点', en: 'Stations' }, permission: 'orgs.read', group: 'organisation', page: () => import('../features/orgs/page.tsx') },
  { path: '/organisation/stations/new', label: { zh: '新增站点', en: 'New station' }, permission: 'orgs.record', group: 'organisation', page: () => import('../features/orgs/page-station-new.tsx'), listed: false },
  { path: '/organisation/stations/$station_id', label: { zh: '站点', en: 'Station' }, permission: 'orgs.read', group: 'organisation', page: () => import('../features/orgs/page-station.tsx') },
  { path: '/organisation/stations/$station_id/edit', label: { zh: '修改站点', en: 'Edit station' }, permission: 'orgs.record', group: 'organisation', page: () => import('../features/orgs/page-station-edit.tsx') },
  { path: '/organisation/catalogue', label: { zh: '服务目录', en: 'Service catalogue' }, permission: 'orgs.read', group: 'organisation', page: () => import('../features/orgs/page-catalogue.tsx') },
  { path: '/organisation/employees', label: { zh: '员工', en: 'Employees' }, permission: 'staff.read', group: 'organisation', page: () => import('../features/staff/page-employees.tsx') },
  { path: '/organisation/employees/new', label: { zh: '登记员工', en: 'Add an employee' }, permission: 'staff.record', group: 'organisation', page: () => import('../features/staff/page-employee-new.tsx'), listed: false },
  { path: '/organisation/employees/$employee_id', label: { zh: '员工', en: 'Employee' }, permission: 'staff.read', group: 'organisation', page: () => import('../features/staff/page-employee.tsx') },
  { path: '/organisation/roles', label: { zh: '角色', en: 'Roles' }, permission: 'staff.manage', group: 'organisation', page: () => import('../features/staff/page-roles.tsx') },
  { path: '/organisation/accounts', label: { zh: '账户', en: 'Accounts' }, permission: 'staff.manage', group: 'organisation', page: () => import('../features/staff/page-accounts.tsx') },
  { path: '/organisation/accounts/new', label: { zh: '新增账户', en: 'New account' }, permission: 'staff.manage', group: 'organisation', page: () => import('../features/staff/page-account-new.tsx'), listed: false },
  { path: '/organisation/accounts/$account_id', label: { zh: '账户', en: 'Account' }, permission: 'staff.manage', group: 'organisation', page: () => import('../features/staff/page-account.tsx') },
  { path: '/organisation/account-rules', label: { zh: '账户安全', en: 'Account security' }, permission: 'staff.confirm', group: 'organisation', page: () => import('../features/staff/page-account-rules.tsx') },
  { path: '/audit', label: { zh: '操作留痕', en: 'Audit trail' }, permission: 'audit.read', group: 'organisation', page: () => import('../features/audit/page.tsx') },
  { path: '/audit/$audit_id', label: { zh: '一条留痕', en: 'Entry of the trail' }, permission: 'audit.read', group: 'organisation', page: () => import('../features/audit/page-entry.tsx') },
  { path: '/organisation/backups', label: { zh: '备份', en: 'Backups' }, permission: 'backup.manage', group: 'organisation', page: () => import('../features/backup/page.tsx') },
  { path: '/figures', label: { zh: '指标数字', en: 'Figures' }, permission: 'figures.read', group: 'reports', page: () => import('../features/figures/page.tsx') },
  { path: '/figures/$key', label: { zh: '一个数字', en: 'One figure' }, permission: 'figures.read', group: 'reports', page: () => import('../features/figures/page-figure.tsx') },
  { path: '/imports', label: { zh: '数据导入', en: 'Imports' }, permission: 'imports.read', group: 'imports', page: () => import('../features/imports/page.tsx') },
  { path: '/imports/new', label: { zh: '导入表格', en: 'Import workbooks' }, permission: 'imports.run', group: 'imports', page: () => import('../features/imports/page-new.tsx'), listed: false },
  { path: '/imports/rows', label: { zh: '隔离区', en: 'Held rows' }, permission: 'imports.read', group: 'imports', page: () => import('../features/imports/page-rows.tsx') },
  { path: '/imports/rows/$sheet_id/$row_number', label: { zh: '改正一行', en: 'Mend a row' }, permission: 'imports.run', group: 'imports', page: () => import('../features/imports/page-row.tsx') },
  { path: '/imports/$import_id', label: { zh: '一次导入', en: 'One import' }, permission: 'imports.read', group: 'imports', page: () => import('../features/imports/page-import.tsx') },
]

export const isListed = (entry: NavigationEntry): boolean => entry.listed !== false && !entry.path.includes('$')

/** The listed page that `path` stands on: the longest one it begins with. */
export const entryAt = (path: string): NavigationEntry | undefined =>
  navigation
    .filter((entry) => isListed(entry) && (path === entry.path || (entry.path !== '/' && path.startsWith(`${entry.path}/`))))
    .sort((one, other) => other.path.length - one.path.length)[0]
