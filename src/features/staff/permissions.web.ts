/** What permissions let people do, in words; one line each. */

export interface Words {
  readonly zh: string
  readonly en: string
}

/** Areas that are read (`area.read`) and written (`area.record`). */
export const areas: Readonly<Record<string, Words>> = {
  people: { zh: '服务对象', en: 'People' },
  records: { zh: '服务记录', en: 'Service records' },
  activities: { zh: '活动与康娱', en: 'Activities and recreation' },
  canteen: { zh: '长者饭堂', en: 'Canteen' },
  daycare: { zh: '日托', en: 'Day care' },
  visits: { zh: '上门与探访', en: 'Services at home and visits' },
  campaigns: { zh: '电访动员', en: 'Call campaigns' },
  health: { zh: '健康', en: 'Health' },
  rehab: { zh: '康园', en: 'Disability centre' },
  volunteering: { zh: '志愿服务', en: 'Volunteering' },
  points: { zh: '金币', en: 'Coins' },
  surveys: { zh: '满意度', en: 'Satisfaction' },
  publicity: { zh: '宣传与接待', en: 'Publicity and receptions' },
  contracts: { zh: '合同与指标', en: 'Contracts and indicators' },
  staff: { zh: '员工', en: 'Employees' },
  orgs: { zh: '站点与服务目录', en: 'Stations and catalogue' },
}

/** What is granted by itself. */
export const acts: Readonly<Record<string, Words>> = {
  'figures.read': { zh: '看指标数字', en: 'See figures' },
  'reports.read': { zh: '看报告', en: 'See reports' },
  'reports.write': { zh: '写报告', en: 'Write reports' },
  'imports.read': { zh: '看导入', en: 'See imports' },
  'imports.run': { zh: '导入、改正和撤销', en: 'Import, mend and undo' },
  'people.reveal': { zh: '查看证件号、电话、住址原文', en: 'See ID numbers, telephones and addresses in full' },
  'people.merge': { zh: '合并重复的人', en: 'Merge people' },
  'points.manage': { zh: '定金币规则、管商店、确认手工发放', en: 'Keep coin rules and the shop, confirm coins given by hand' },
  'records.void': { zh: '作废记录', en: 'Void records' },
  'records.sensitive': { zh: '核对涉及健康的服务（不含健康数据）', en: 'Check services about health (without health data)' },
  'staff.reveal': { zh: '查看员工证件号原文', en: 'See ID numbers of employees in full' },
  'staff.manage': { zh: '管理账户和角色', en: 'Keep accounts and roles' },
  'staff.confirm': { zh: '确认他人提出的授权', en: 'Confirm what another administrator grants' },
  'orgs.manage': { zh: '修改机构设置', en: 'Change organisation settings' },
  'backup.manage': { zh: '备份与恢复', en: 'Back up and restore' },
  'activities.manage': { zh: '定活动类型和候补规则', en: 'Set kinds of activities and rules of waiting' },
  'people.approve': { zh: '审批会员申请', en: 'Approve applications for membership' },
  'door.record': { zh: '门口签到台', en: 'Keep the sign-in desk at the door' },
  'audit.read': { zh: '看操作留痕', en: 'See the audit trail' },
}
