/**
 * The service catalogue (服务目录) an organisation starts with: every function the annual report of 2022 names, as dated rows. The
 * eight types that count in 年度服务人次 are rule R18 of the example year; the others are recorded and counted by themselves.
 */

export const catalogueFrom = '2015-01-01'

export interface CatalogueEntry {
  readonly service_type: string
  readonly domain: 'elder_care' | 'health' | 'disability' | 'community' | 'relief' | 'epidemic'
  readonly name_zh: string
  readonly name_en: string
  readonly counts_in_total?: true
  /** That somebody received it tells of their health (个人信息保护法, article 28; GB/T 35273-2020, annex B): it opens with `health.read`. */
  readonly sensitive?: true
  readonly source: string
}

const report = '年度工作报告2022'
const r18 = '年度服务人次 R18'

export const catalogue: readonly CatalogueEntry[] = [
  { service_type: 'activity', domain: 'community', name_zh: '活动', name_en: 'Activity', counts_in_total: true, source: r18 },
  { service_type: 'daycare', domain: 'elder_care', name_zh: '日间托养', name_en: 'Day care', counts_in_total: true, source: r18 },
  {
    service_type: 'meal',
    domain: 'elder_care',
    name_zh: '长者饭堂·助餐',
    name_en: 'Canteen meal',
    counts_in_total: true,
    source: r18,
  },
  {
    service_type: 'recreation',
    domain: 'elder_care',
    name_zh: '康娱服务',
    name_en: 'Recreation',
    counts_in_total: true,
    source: r18,
  },
  {
    service_type: 'health_check',
    domain: 'health',
    name_zh: '健康监测',
    name_en: 'Health check',
    counts_in_total: true,
    sensitive: true,
    source: r18,
  },
  {
    service_type: 'home_service',
    domain: 'elder_care',
    name_zh: '上门服务',
    name_en: 'Service at home',
    counts_in_total: true,
    source: r18,
  },
  { service_type: 'visit', domain: 'elder_care', name_zh: '探访', name_en: 'Visit', counts_in_total: true, source: r18 },
  {
    service_type: 'vaccination_call',
    domain: 'epidemic',
    name_zh: '疫苗接种电访动员',
    name_en: 'Vaccination call',
    counts_in_total: true,
    source: r18,
  },
  { service_type: 'respite', domain: 'elder_care', name_zh: '喘息服务', name_en: 'Respite care', source: report },
  { service_type: 'meal_delivery', domain: 'elder_care', name_zh: '送餐', name_en: 'Meal delivery', source: report },
  { service_type: 'personal_care', domain: 'elder_care', name_zh: '专业照护', name_en: 'Personal care', source: report },
  { service_type: 'daily_living', domain: 'elder_care', name_zh: '生活照料', name_en: 'Help with daily living', source: report },
  {
    service_type: 'memory_care',
    domain: 'elder_care',
    name_zh: '记忆照护',
    name_en: 'Memory care',
    sensitive: true,
    source: report,
  },
  { service_type: 'safety_link', domain: 'elder_care', name_zh: '信息平台“平安通”', name_en: 'Safety link', source: report },
  { service_type: 'smart_elder_care', domain: 'elder_care', name_zh: '智慧养老', name_en: 'Smart elder care', source: report },
  {
    service_type: 'digital_help',
    domain: 'elder_care',
    name_zh: '智慧助老',
    name_en: 'Help with phones and computers',
    source: report,
  },
  {
    service_type: 'supply_and_demand',
    domain: 'elder_care',
    name_zh: '15分钟养老服务圈·供需互助',
    name_en: 'Needs matched within 15 minutes',
    source: report,
  },
  { service_type: 'elder_council', domain: 'community', name_zh: '长者议事会', name_en: 'Elder council', source: report },
  { service_type: 'elder_school', domain: 'community', name_zh: '银龄学堂', name_en: 'Silver-age school', source: report },
  { service_type: 'health_school', domain: 'health', name_zh: '健康管理学堂', name_en: 'Health school', source: report },
  { service_type: 'fraud_prevention', domain: 'community', name_zh: '长者防诈', name_en: 'Fraud prevention', source: report },
  { service_type: 'culture', domain: 'community', name_zh: '文化娱乐·文体', name_en: 'Culture and sport', source: report },
  { service_type: 'party_building', domain: 'community', name_zh: '党建', name_en: 'Party building', source: report },
  { service_type: 'legal_aid', domain: 'community', name_zh: '法治·法律援助', name_en: 'Legal aid', source: report },
  { service_type: 'education', domain: 'community', name_zh: '教育', name_en: 'Education', source: report },
  { service_type: 'child_care', domain: 'community', name_zh: '育幼', name_en: 'Child care', source: report },
  { service_type: 'volunteering', domain: 'community', name_zh: '志愿服务', name_en: 'Volunteering', source: report },
  {
    service_type: 'disability_volunteering',
    domain: 'disability',
    name_zh: '助残志愿服务',
    name_en: 'Volunteering for disabled people',
    source: report,
  },
  { service_type: 'points', domain: 'community', name_zh: '金币积分', name_en: 'Points', source: report },
  { service_type: 'village_outreach', domain: 'community', name_zh: '站点驻村', name_en: 'Outreach in villages', source: report },
  {
    service_type: 'counselling',
    domain: 'health',
    name_zh: '心理辅导·精神慰藉',
    name_en: 'Counselling',
    sensitive: true,
    source: report,
  },
  {
    service_type: 'health_management',
    domain: 'health',
    name_zh: '健康管理',
    name_en: 'Health management',
    sensitive: true,
    source: report,
  },
  {
    service_type: 'hypertension_group',
    domain: 'health',
    name_zh: '高血压自我管理小组',
    name_en: 'Hypertension self-management group',
    sensitive: true,
    source: report,
  },
  {
    service_type: 'rehab_nursing',
    domain: 'health',
    name_zh: '康复护理',
    name_en: 'Rehabilitation nursing',
    sensitive: true,
    source: report,
  },
  { service_type: 'public_health', domain: 'health', name_zh: '卫生服务', name_en: 'Public health', source: report },
  {
    service_type: 'rehab_training',
    domain: 'disability',
    name_zh: '康复训练',
    name_en: 'Rehabilitation training',
    sensitive: true,
    source: report,
  },
  { service_type: 'exercise', domain: 'disability', name_zh: '健身运动', name_en: 'Exercise', source: report },
  {
    service_type: 'vocational_training',
    domain: 'disability',
    name_zh: '职业培训',
    name_en: 'Vocational training',
    source: report,
  },
  {
    service_type: 'sheltered_work',
    domain: 'disability',
    name_zh: '辅助性就业',
    name_en: 'Supported employment',
    source: report,
  },
  { service_type: 'open_employment', domain: 'disability', name_zh: '公开就业推荐', name_en: 'Open employment', source: report },
  { service_type: 'social_recreation', domain: 'disability', name_zh: '社交娱乐', name_en: 'Social recreation', source: report },
  {
    service_type: 'disability_visit',
    domain: 'disability',
    name_zh: '残障人士入户探访·电话访谈',
    name_en: 'Visits and calls to disabled people',
    source: report,
  },
  { service_type: 'assistance', domain: 'relief', name_zh: '社会救助', name_en: 'Social assistance', source: report },
  { service_type: 'charity', domain: 'relief', name_zh: '慈善', name_en: 'Charity', source: report },
  { service_type: 'resource_linking', domain: 'relief', name_zh: '链接资源', name_en: 'Linking resources', source: report },
  { service_type: 'epidemic_support', domain: 'epidemic', name_zh: '抗疫防疫支援', name_en: 'Epidemic support', source: report },
]
