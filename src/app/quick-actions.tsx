/**
 * What one can begin from the first page (常用), said as what one does: each opens its form directly. Which come first depends on the role;
 * a role of the organisation's own gets whatever it may do, in the order of the list.
 */
import type { ReactNode } from 'react'
import {
  ApartmentOutlined, AuditOutlined, BankOutlined, BarChartOutlined, CarOutlined, CheckSquareOutlined, CoffeeOutlined, EnvironmentOutlined,
  ExperimentOutlined, FileAddOutlined, FileTextOutlined, FormOutlined, GiftOutlined, HeartOutlined, HomeOutlined, ImportOutlined,
  LineChartOutlined, MedicineBoxOutlined, NotificationOutlined, PhoneOutlined, RiseOutlined, SafetyOutlined, SettingOutlined, ShopOutlined,
  SmileOutlined, SolutionOutlined, TeamOutlined, ToolOutlined, TrophyOutlined, UserAddOutlined, UsergroupAddOutlined, ScanOutlined, SearchOutlined,
} from '@ant-design/icons' // prettier-ignore
import { may, type Session } from '../ui/session.tsx'

export interface QuickAction {
  /** A page of the navigation. */
  readonly path: string
  readonly label: { readonly zh: string; readonly en: string }
  /** Of the form, not of the list it belongs to. */
  readonly permission: string
  readonly icon: ReactNode
}

// one action, one line: read as a table
// prettier-ignore
export const quickActions: readonly QuickAction[] = [
  { path: '/activities/sign-in', label: { zh: '签到', en: 'Sign people in' }, permission: 'activities.record', icon: <CheckSquareOutlined /> },
  { path: '/door', label: { zh: '签到台', en: 'Sign in at the door' }, permission: 'door.record', icon: <ScanOutlined /> },
  { path: '/canteen/new', label: { zh: '记一餐', en: 'Record a meal' }, permission: 'canteen.record', icon: <CoffeeOutlined /> },
  { path: '/daycare/new', label: { zh: '记日托', en: 'Record day care' }, permission: 'daycare.record', icon: <HomeOutlined /> },
  { path: '/people/new', label: { zh: '登记新会员', en: 'Register a member' }, permission: 'people.record', icon: <UserAddOutlined /> },
  { path: '/rehab/daily/roll', label: { zh: '点名、记每日健康', en: 'Call the roll' }, permission: 'rehab.record', icon: <SafetyOutlined /> },
  { path: '/visits/new', label: { zh: '记探访', en: 'Record a visit' }, permission: 'visits.record', icon: <EnvironmentOutlined /> },
  { path: '/home-services/new', label: { zh: '记上门服务', en: 'Record a service at home' }, permission: 'visits.record', icon: <CarOutlined /> },
  { path: '/campaigns/calls/new', label: { zh: '记电访', en: 'Record a call' }, permission: 'campaigns.record', icon: <PhoneOutlined /> },
  { path: '/recreation/new', label: { zh: '记康娱', en: 'Record recreation' }, permission: 'activities.record', icon: <SmileOutlined /> },
  { path: '/activities/new', label: { zh: '登记活动', en: 'Register an activity' }, permission: 'activities.record', icon: <TeamOutlined /> },
  { path: '/health/checks/new', label: { zh: '记健康监测', en: 'Record a health check' }, permission: 'health.record', icon: <HeartOutlined /> },
  { path: '/health/measurements/new', label: { zh: '记血压血糖', en: 'Record blood pressure' }, permission: 'health.record', icon: <LineChartOutlined /> },
  { path: '/campaigns/doses/new', label: { zh: '记接种', en: 'Record a dose' }, permission: 'health.record', icon: <MedicineBoxOutlined /> },
  { path: '/rehab/progress/new', label: { zh: '记学员进展', en: 'Record progress' }, permission: 'rehab.record', icon: <RiseOutlined /> },
  { path: '/rehab/skills/new', label: { zh: '评估技能', en: 'Assess a skill' }, permission: 'rehab.record', icon: <ToolOutlined /> },
  { path: '/rehab/sales/new', label: { zh: '记一笔销售', en: 'Record a sale' }, permission: 'rehab.record', icon: <ShopOutlined /> },
  { path: '/rehab/trainees/new', label: { zh: '办学员入园', en: 'Admit a trainee' }, permission: 'rehab.record', icon: <ExperimentOutlined /> },
  { path: '/points/new', label: { zh: '记一笔金币', en: 'Record coins' }, permission: 'points.record', icon: <GiftOutlined /> },
  { path: '/volunteering/activities/new', label: { zh: '登记志愿活动', en: 'Record volunteering' }, permission: 'volunteering.record', icon: <UsergroupAddOutlined /> },
  { path: '/volunteering/volunteers/new', label: { zh: '登记志愿者', en: 'Register a volunteer' }, permission: 'volunteering.record', icon: <UserAddOutlined /> },
  { path: '/surveys/new', label: { zh: '录入问卷', en: 'Enter a questionnaire' }, permission: 'surveys.record', icon: <FormOutlined /> },
  { path: '/publicity/receptions/new', label: { zh: '登记接待', en: 'Register a reception' }, permission: 'publicity.record', icon: <SolutionOutlined /> },
  { path: '/publicity/media/new', label: { zh: '登记报道', en: 'Register a report' }, permission: 'publicity.record', icon: <NotificationOutlined /> },
  { path: '/publicity/honours/new', label: { zh: '登记荣誉', en: 'Register an honour' }, permission: 'publicity.record', icon: <TrophyOutlined /> },
  { path: '/contracts/new', label: { zh: '登记合同', en: 'Register a contract' }, permission: 'contracts.record', icon: <FileAddOutlined /> },
  { path: '/imports/new', label: { zh: '导入表格', en: 'Import workbooks' }, permission: 'imports.run', icon: <ImportOutlined /> },
  { path: '/organisation/employees/new', label: { zh: '登记员工', en: 'Add an employee' }, permission: 'staff.record', icon: <BankOutlined /> },
  { path: '/organisation/accounts/new', label: { zh: '新增账户', en: 'Add an account' }, permission: 'staff.manage', icon: <UserAddOutlined /> },
  { path: '/organisation/accounts', label: { zh: '查账户', en: 'Check accounts' }, permission: 'staff.manage', icon: <TeamOutlined /> },
  { path: '/organisation/roles', label: { zh: '看角色能做什么', en: 'See what roles may do' }, permission: 'staff.manage', icon: <AuditOutlined /> },
  { path: '/organisation/account-rules', label: { zh: '确认授权、改账户规则', en: 'Confirm grants' }, permission: 'staff.confirm', icon: <SafetyOutlined /> },
  { path: '/organisation/stations/new', label: { zh: '新增站点', en: 'Add a station' }, permission: 'orgs.record', icon: <ApartmentOutlined /> },
  { path: '/organisation/settings', label: { zh: '改机构设置', en: 'Change the settings' }, permission: 'orgs.manage', icon: <SettingOutlined /> },
  { path: '/people', label: { zh: '找人', en: 'Find somebody' }, permission: 'people.read', icon: <SearchOutlined /> },
  { path: '/reports', label: { zh: '看年度报告', en: 'Read the annual report' }, permission: 'reports.read', icon: <FileTextOutlined /> },
  { path: '/figures', label: { zh: '看指标数字', en: 'See the figures' }, permission: 'figures.read', icon: <BarChartOutlined /> },
  { path: '/contracts', label: { zh: '看项目合同', en: 'See the contracts' }, permission: 'contracts.read', icon: <AuditOutlined /> },
  { path: '/audit', label: { zh: '查操作留痕', en: 'Check the audit trail' }, permission: 'audit.read', icon: <SearchOutlined /> },
  { path: '/records', label: { zh: '查服务记录', en: 'Check service records' }, permission: 'records.read', icon: <SearchOutlined /> },
]

/** What people of a shipped role begin most often, in this order. */
const firstOf: Readonly<Record<string, readonly string[]>> = {
  front_desk: ['/activities/sign-in', '/canteen/new', '/daycare/new', '/people/new', '/people', '/recreation/new', '/points/new', '/volunteering/activities/new'],
  social_worker: ['/visits/new', '/home-services/new', '/campaigns/calls/new', '/activities/sign-in', '/activities/new', '/health/checks/new', '/people/new', '/surveys/new'],
  trainer: ['/rehab/daily/roll', '/activities/sign-in', '/rehab/progress/new', '/rehab/skills/new', '/health/measurements/new', '/daycare/new', '/rehab/sales/new', '/points/new'],
  station_manager: ['/activities/new', '/activities/sign-in', '/visits/new', '/people/new', '/publicity/receptions/new', '/surveys/new', '/imports/new', '/reports'],
  director: ['/reports', '/contracts/new', '/imports/new', '/publicity/receptions/new', '/publicity/media/new', '/publicity/honours/new', '/organisation/employees/new', '/people'],
  accountant: ['/reports', '/contracts/new', '/organisation/employees/new', '/figures'],
  assessor: ['/reports', '/figures', '/contracts', '/records'],
  administrator: ['/organisation/stations/new', '/organisation/settings', '/organisation/account-rules'],
  security_administrator: ['/organisation/accounts/new', '/organisation/accounts', '/organisation/roles', '/organisation/account-rules'],
  auditor: ['/audit'],
  door_tablet: ['/door'],
} // prettier-ignore

/** As many as can be taken in at a glance: two rows on a wide screen. */
const SHOWN = 8

/** Everything the account may begin. */
export const actionsFor = (session: Session): QuickAction[] => quickActions.filter((action) => may(session, action.permission))

/** What stands on the first page: the roles' own first, then the rest in order. */
export const firstActionsFor = (session: Session): QuickAction[] => {
  const first = session.roles.flatMap(({ role }) => firstOf[role] ?? [])
  const rank = ({ path }: QuickAction) => (first.includes(path) ? first.indexOf(path) : first.length)
  const allowed = actionsFor(session)
  const own = allowed.filter(({ path }) => first.includes(path))
  // A shipped role has its list; the rest would only bury it.
  return (own.length > 0 ? own : allowed).toSorted((a, b) => rank(a) - rank(b)).slice(0, SHOWN)
}

/** Whose day begins with the figures rather than with recording. */
const OVERSEEING = ['director', 'accountant', 'assessor']

export const beginsWithFigures = (session: Session): boolean =>
  session.roles.length > 0 && session.roles.every(({ role }) => OVERSEEING.includes(role))
