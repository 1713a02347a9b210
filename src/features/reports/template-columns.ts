/** What the columns of the figure tables are called and how they are counted (表列): used by tables, sentences, charts and the appendix. */

export interface ColumnTitle {
  readonly zh: string
  readonly en: string
  readonly unit: string
  readonly rule: string
  /** What the service is called in a sentence that lists services. */
  readonly service?: string
  /** The organisation-wide figure that is the whole of this column. */
  readonly total?: string
}

export const columnTitles: Readonly<Record<string, ColumnTitle>> = {
  sessions: {
    zh: '活动场次',
    en: 'Sessions',
    unit: '场',
    rule: '状态为“已开展”的活动，同一活动编号计一次，小组和课程每节计一场',
    total: 'activities.sessions',
  },
  activity_person_times: {
    zh: '活动人次',
    en: 'Activity person-times',
    unit: '人次',
    rule: '有效签到（同一人同一场计一次）加未具名人数',
    service: '文娱与主题活动',
    total: 'activities.person_times',
  },
  daycare: {
    zh: '日托人次',
    en: 'Day care',
    unit: '人次',
    rule: '日托有效记录，每人每天计一次',
    service: '日间托养',
    total: 'service.daycare.person_times',
  },
  meals: {
    zh: '助餐人次',
    en: 'Meals',
    unit: '人次',
    rule: '助餐有效记录，每人每餐计一次，跨站点不重复',
    service: '助餐',
    total: 'service.meals.person_times',
  },
  recreation: {
    zh: '康娱人次',
    en: 'Recreation',
    unit: '人次',
    rule: '康娱有效记录，同一人同日同时段同项目计一次',
    service: '康娱文化',
    total: 'service.recreation.person_times',
  },
  health: {
    zh: '健康监测人次',
    en: 'Health checks',
    unit: '人次',
    rule: '健康监测有效记录，同一人同日同时段计一次',
    service: '健康监测',
    total: 'service.health.person_times',
  },
  home: {
    zh: '上门服务人次',
    en: 'Home services',
    unit: '人次',
    rule: '上门服务有效记录，时长大于0且不超过12小时',
    service: '上门服务',
    total: 'service.home.person_times',
  },
  visits: {
    zh: '探访人次',
    en: 'Visits',
    unit: '人次',
    rule: '成功的探访（入户与电话），同一人同日同方式计一次',
    service: '探访关爱',
    total: 'service.visits.person_times',
  },
  vaccination_calls: {
    zh: '电访人次',
    en: 'Calls',
    unit: '人次',
    rule: '接通的疫苗动员电访，同一人同日同时刻计一次',
    service: '电访动员',
    total: 'vaccination.calls',
  },
  person_times_total: {
    zh: '合计人次',
    en: 'Person-times',
    unit: '人次',
    rule: '活动、日托、助餐、康娱、健康监测、上门服务、探访、电访八项人次之和',
    total: 'service.person_times.total',
  },
  persons: {
    zh: '服务人数',
    en: 'Persons',
    unit: '人',
    rule: '至少接受过一次计入服务的人数，去重',
    total: 'service.persons.total',
  },
  home_hours: {
    zh: '上门服务小时',
    en: 'Home-service hours',
    unit: '小时',
    rule: '有效上门服务的时长合计',
    total: 'service.home.hours',
  },
  visits_home: { zh: '入户探访', en: 'Home visits', unit: '人次', rule: '方式为入户的成功探访', total: 'service.visits.home' },
  visits_phone: { zh: '电话探访', en: 'Phone visits', unit: '人次', rule: '方式为电话的成功探访', total: 'service.visits.phone' },
  meal_charge_yuan: {
    zh: '餐费',
    en: 'Meal charge',
    unit: '元',
    rule: '有效用餐的餐费合计（餐费=补贴+自付）',
    total: 'service.meals.charge_yuan',
  },
  meal_subsidy_yuan: {
    zh: '餐费补贴',
    en: 'Meal subsidy',
    unit: '元',
    rule: '有效用餐的补贴合计',
    total: 'service.meals.subsidy_yuan',
  },
  register_rows: {
    zh: '登记行数',
    en: 'Register rows',
    unit: '行',
    rule: '会员登记表的数据行数',
    total: 'members.register_rows',
  },
  quarantined_rows: {
    zh: '隔离行数',
    en: 'Quarantined rows',
    unit: '行',
    rule: '证件号有误或缺姓名而隔离的登记行数',
    total: 'members.quarantined_rows',
  },
  members: { zh: '登记会员', en: 'Members registered', unit: '人', rule: '有效登记去重后的人数', total: 'members.persons' },
  members_active: {
    zh: '年末在册会员',
    en: 'Members on 31 Dec',
    unit: '人',
    rule: '12月31日在册的会员人数，去重',
    total: 'members.persons_active',
  },
  media: {
    zh: '媒体报道',
    en: 'Media reports',
    unit: '篇',
    rule: '媒体报道，同一链接计一次，转载和机构公众号不计',
    total: 'org.media.total',
  },
  satisfied: {
    zh: '满意度',
    en: 'Satisfied',
    unit: '%',
    rule: '有效问卷中总体评分4分及以上的份数/有效问卷份数',
    total: 'satisfaction.all',
  },
  amount_yuan: { zh: '合同金额', en: 'Contract amount', unit: '元', rule: '合同金额', total: 'org.contracts.amount_yuan' },
  series: { zh: '系列个数', en: 'Series', unit: '个', rule: '至少有一节计入场次的系列编号个数' },
  person_times: {
    zh: '人次',
    en: 'Person-times',
    unit: '人次',
    rule: '有效服务记录的人次，按各服务的查重规则只计一次',
    total: 'service.person_times.total',
  },
  count: { zh: '人数', en: 'Persons', unit: '人', rule: '12月31日在册人员，去重' },
  opening: { zh: '期初', en: 'Opening', unit: '枚', rule: '有效会员期初余额合计', total: 'coins.opening' },
  earned: { zh: '获得', en: 'Earned', unit: '枚', rule: '有效“获得”流水合计', total: 'coins.earned' },
  spent: { zh: '兑换', en: 'Spent', unit: '枚', rule: '有效“兑换”流水合计，余额不足的不计', total: 'coins.spent' },
  adjusted: { zh: '冲正', en: 'Adjusted', unit: '枚', rule: '有效“冲正”流水的代数和', total: 'coins.adjusted' },
  closing: { zh: '期末', en: 'Closing', unit: '枚', rule: '期初+获得-兑换+冲正', total: 'coins.closing' },
}

/** The eight kinds of service whose person-times make the total, in the order in which reports name them. */
export const serviceColumns = [
  'activity_person_times',
  'daycare',
  'meals',
  'recreation',
  'health',
  'home',
  'visits',
  'vaccination_calls',
] as const

/** Rows of the table by_service_type. */
export const serviceTypeNames: Readonly<Record<string, string>> = {
  activity: '活动',
  daycare: '日托',
  meals: '助餐',
  recreation: '康娱',
  health: '健康监测',
  home: '上门服务',
  visits: '探访',
  vaccination_calls: '电访动员',
}

export const tableTitles: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly row: string }>> = {
  by_contract: { zh: '按项目', en: 'By contract', row: '项目' },
  by_station: { zh: '按站点', en: 'By station', row: '站点' },
  by_month: { zh: '按月份', en: 'By month', row: '月份' },
  by_service_type: { zh: '按服务类型', en: 'By service type', row: '服务类型' },
  by_activity_type: { zh: '按活动类型', en: 'By activity type', row: '活动类型' },
  members_by_age_band: { zh: '会员年龄', en: 'Members by age', row: '年龄' },
  disabled_by_category: { zh: '残疾类别', en: 'Disabled members by category', row: '类别' },
  coins_by_station: { zh: '金币积分', en: 'Coins by station', row: '站点' },
  blood_pressure_by_class: { zh: '血压分级', en: 'Blood pressure by class', row: '分级' },
}
