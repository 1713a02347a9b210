/** What the centre's figures are counted from: the trainees of a period, the sales, the daily checks. */
import type { FigureDefinition, FigureSource, SliceFigures } from '../../shared/figure-source.ts'
import { onRollText } from './on-roll.ts'

/** The spine tells in which months a trainee was at the centre (docs/decisions/0009). */
const uncheckedMonths = `
  select attended.person_id, count(*) as months from (
    select distinct r.person_id, r.station_id, date_trunc('month', r.occurred_on::timestamp) as month from records.records r
    where r.organisation_id = :organisation_id and r.void_id is null and r.service_type = 'daycare' and r.occurred_on between :from and :to
      and exists (select 1 from rehab.trainees t where t.organisation_id = :organisation_id and t.void_id is null and t.person_id = r.person_id and t.station_id = r.station_id)
  ) attended
  left join (
    select distinct person_id, date_trunc('month', occurred_on::timestamp) as month from rehab.daily_checks
    where organisation_id = :organisation_id and void_id is null and occurred_on between :from and :to
  ) checked on checked.person_id = attended.person_id and checked.month = attended.month
  where checked.person_id is null
  group by attended.person_id`

const traineesSql = `
  select r.trainee_id, r.station_id, r.contract_id, r.person_id, r.admitted_on, r.disability_category, r.disability_grade, r.employment,
    r.employed_on, r.evidence, r.health_file_no is not null as has_health_file,
    coalesce(r.disability_category = '肢体' and r.disability_grade in (1, 2), false) as severe_limb,
    coalesce(r.employment = 'open' and r.employed_on between :from and :to, false) as employed_in_period,
    coalesce(s.skills, 0) as skills_mastered, coalesce(e.planned, 0) as planned, coalesce(e.done, 0) as done, k.facts as latest_facts,
    g.person_id is not null as goes_out_alone, u.months is null as checked_every_month
  from (${onRollText}) r
  left join (
    select person_id, count(distinct skill) as skills from rehab.skills
    where organisation_id = :organisation_id and void_id is null and result = 'mastered' and occurred_on between :from and :to group by person_id
  ) s on s.person_id = r.person_id
  left join (
    select person_id, sum(planned) as planned, sum(done) as done from rehab.exercise_months
    where organisation_id = :organisation_id and void_id is null and occurred_on between date_trunc('month', :from::timestamp) and :to group by person_id
  ) e on e.person_id = r.person_id
  left join (
    select distinct on (person_id) person_id, facts from rehab.knowledge_tests
    where organisation_id = :organisation_id and void_id is null and occurred_on between :from and :to
    order by person_id, occurred_on desc, recorded_at desc, test_id desc
  ) k on k.person_id = r.person_id
  left join (
    select distinct person_id from rehab.goals
    where organisation_id = :organisation_id and void_id is null and goal = 'go_out_alone' and result = 'reached' and occurred_on between :from and :to
  ) g on g.person_id = r.person_id
  left join (${uncheckedMonths}) u on u.person_id = r.person_id`

const sources: FigureSource[] = [
  {
    name: 'rehab.trainees_in_period',
    title: { zh: '在册学员', en: 'Trainees on roll' },
    sql: traineesSql,
    id: 'trainee_id',
    dimensions: { station: 'station_id', contract: 'contract_id', person: 'person_id' },
    columns: [
      { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
      { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
      { field: 'admitted_on', title: { zh: '入园日期', en: 'Admitted on' }, type: 'day' },
      { field: 'disability_category', title: { zh: '残疾类别', en: 'Disability' }, type: 'text' },
      { field: 'disability_grade', title: { zh: '残疾等级', en: 'Grade' }, type: 'number' },
      { field: 'skills_mastered', title: { zh: '已掌握技能', en: 'Skills mastered' }, type: 'number' },
      { field: 'planned', title: { zh: '计划运动次数', en: 'Exercise planned' }, type: 'number' },
      { field: 'done', title: { zh: '自主完成次数', en: 'Exercise done' }, type: 'number' },
      { field: 'latest_facts', title: { zh: '最近测验知识点', en: 'Facts in the latest test' }, type: 'number' },
      { field: 'goes_out_alone', title: { zh: '独自出行已达成', en: 'Goes out alone' }, type: 'state' },
      { field: 'has_health_file', title: { zh: '有健康档案', en: 'Health file' }, type: 'state' },
      {
        field: 'checked_every_month',
        title: { zh: '到园各月均有每日健康', en: 'Checked in every month attended' },
        type: 'state',
      },
      { field: 'employment', title: { zh: '就业情况', en: 'Employment' }, type: 'state' },
      { field: 'employed_on', title: { zh: '就业日期', en: 'Employed on' }, type: 'day' },
    ],
    record: { path: '/rehab/trainees/:id' },
    order: 'person_id',
  },
  {
    name: 'rehab.sales',
    title: { zh: '辅助性就业销售', en: 'Sales of supported employment' },
    sql: `select sale_id, station_id, contract_id, person_id, occurred_on, bill_no, kind, category, product, pieces, unit_price_fen, amount_fen, buyer, evidence
          from rehab.sales where organisation_id = :organisation_id and void_id is null`,
    id: 'sale_id',
    dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
    columns: [
      { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
      { field: 'bill_no', title: { zh: '单号', en: 'Bill' }, type: 'text' },
      { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
      { field: 'kind', title: { zh: '类型', en: 'Kind' }, type: 'state' },
      { field: 'category', title: { zh: '产品类别', en: 'Category' }, type: 'state' },
      { field: 'product', title: { zh: '产品', en: 'Product' }, type: 'text' },
      { field: 'pieces', title: { zh: '件数', en: 'Pieces' }, type: 'number' },
      { field: 'unit_price_fen', title: { zh: '单价', en: 'Unit price' }, type: 'money_fen' },
      { field: 'amount_fen', title: { zh: '金额', en: 'Amount' }, type: 'money_fen' },
    ],
    record: { path: '/rehab/sales/:id' },
  },
  {
    name: 'rehab.daily_checks',
    needs: 'health.read',
    title: { zh: '每日健康', en: 'Daily health checks' },
    sql: `select check_id, station_id, contract_id, person_id, occurred_on, temperature, systolic, diastolic, pulse, spo2, measured_by, evidence
          from rehab.daily_checks where organisation_id = :organisation_id and void_id is null`,
    id: 'check_id',
    dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
    columns: [
      { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
      { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
      { field: 'temperature', title: { zh: '体温', en: 'Temperature' }, type: 'number' },
      { field: 'systolic', title: { zh: '收缩压', en: 'Systolic' }, type: 'number' },
      { field: 'diastolic', title: { zh: '舒张压', en: 'Diastolic' }, type: 'number' },
      { field: 'pulse', title: { zh: '心率', en: 'Pulse' }, type: 'number' },
      { field: 'spo2', title: { zh: '血氧', en: 'Oxygen' }, type: 'number' },
      { field: 'evidence', title: { zh: '凭据', en: 'Evidence' }, type: 'state' },
    ],
    record: { path: '/rehab/daily-checks/:id' },
  },
]

/** A ratio of the trainees on roll. */
const ofTrainees = (
  parts: Pick<FigureDefinition, 'key' | 'title' | 'rule' | 'rules' | 'needs'> & { where: string },
): FigureDefinition => ({
  ...parts,
  unit: '%',
  source: 'rehab.trainees_in_period',
  measure: { kind: 'distinct', column: 'person_id' },
  denominator_where: 'true',
})

const trainees: FigureDefinition[] = [
  {
    key: 'kangyuan.trainees',
    title: { zh: '在册学员', en: 'Trainees on roll' },
    unit: '人',
    rule: {
      zh: '学员表中类别为正式且12月31日前未离园的人数（去重）。',
      en: 'Distinct persons in 学员 with 类别 正式 and no 离园日期 up to 31 December.',
    },
    rules: ['R29'],
    source: 'rehab.trainees_in_period',
    measure: { kind: 'distinct', column: 'person_id' },
  },
  {
    key: 'kangyuan.open_employment',
    title: { zh: '公开就业人数', en: 'Trainees in open employment' },
    unit: '人',
    rule: {
      zh: '在册学员中就业情况为“公开就业”且就业日期在本年度的人数。',
      en: 'Trainees on roll with 就业情况 exactly 公开就业 and 就业日期 in the year.',
    },
    rules: ['R29'],
    source: 'rehab.trainees_in_period',
    where: 'employed_in_period',
    measure: { kind: 'distinct', column: 'person_id' },
  },
  {
    key: 'kangyuan.severe_limb_go_out_alone',
    title: { zh: '肢体一、二级独自出行人数', en: 'Trainees with severe limb disability who go out alone' },
    unit: '人',
    rule: {
      zh: '在册学员中肢体一、二级且“独自出行”目标“已达成”的人数。',
      en: 'Trainees on roll of category 肢体, grade 一级 or 二级, with goal 独自出行 and result 已达成.',
    },
    rules: ['R29', 'R34'],
    source: 'rehab.trainees_in_period',
    where: 'severe_limb and goes_out_alone',
    measure: { kind: 'distinct', column: 'person_id' },
  },
  ofTrainees({
    key: 'kangyuan.two_or_more_skills',
    title: { zh: '掌握两种及以上职业技能的学员', en: 'Trainees with two or more skills' },
    rule: {
      zh: '掌握两种及以上不同职业技能（评估结果为“已掌握”）的在册学员/在册学员。',
      en: 'Trainees on roll with two or more different skills 已掌握 in the year / trainees on roll.',
    },
    rules: ['R29', 'R30'],
    where: 'skills_mastered >= 2',
  }),
  ofTrainees({
    key: 'kangyuan.health_file_and_daily_check',
    title: { zh: '建立健康档案并每日监测的学员', en: 'Trainees with a health file and daily checks' },
    rule: {
      zh: '有健康档案号且每个有康园日托的月份至少有一条有效每日健康记录的在册学员/在册学员。',
      en: 'Trainees on roll with a 健康档案号 and at least one valid 每日健康 row in every month in which they have valid 康园 day care / trainees on roll.',
    },
    rules: ['R29', 'R35'],
    where: 'has_health_file and checked_every_month',
    needs: 'health.read',
  }),
  ofTrainees({
    key: 'kangyuan.exercise_plan_followed',
    title: { zh: '按计划运动的学员', en: 'Trainees who follow their exercise plan' },
    rule: {
      zh: '全年有效月份自主完成次数合计不低于计划次数合计80%的在册学员/在册学员。',
      en: 'Trainees on roll whose sum of 自主完成次数 is at least 80% of the sum of 计划次数 over their valid months / trainees on roll.',
    },
    rules: ['R29', 'R32'],
    where: 'planned > 0 and done * 100 >= planned * 80',
  }),
  ofTrainees({
    key: 'kangyuan.knows_three_health_facts',
    title: { zh: '掌握三个以上健康知识点的学员', en: 'Trainees who know three health facts' },
    rule: {
      zh: '本年度最近一次有效测验知识点数达到3点的在册学员/在册学员。',
      en: 'Trainees on roll whose latest valid test of the year shows 3 or more facts / trainees on roll.',
    },
    rules: ['R29', 'R33'],
    where: 'latest_facts >= 3',
  }),
]

const sold: FigureDefinition[] = [
  {
    key: 'kangyuan.weaving_income_yuan',
    title: { zh: '编织收入', en: 'Income from weaving' },
    unit: '元',
    rule: {
      zh: '产品类别为编织的有效金额合计，退货为负数，金额须等于件数×单价，同一单号计一次。',
      en: 'Sum of 金额 of valid rows with 产品类别 编织; returns are negative; 金额 must equal 件数 x 单价; the same 单号 once.',
    },
    rules: ['R31'],
    source: 'rehab.sales',
    where: "category = 'weaving'",
    measure: { kind: 'sum', column: 'amount_fen', divide_by: 100 },
  },
  {
    key: 'kangyuan.other_income_yuan',
    title: { zh: '其他产品收入', en: 'Income from other products' },
    unit: '元',
    rule: { zh: '其他产品类别的有效金额合计，规则同上。', en: 'The same for all other product categories.' },
    rules: ['R31'],
    source: 'rehab.sales',
    where: "category <> 'weaving'",
    measure: { kind: 'sum', column: 'amount_fen', divide_by: 100 },
  },
  {
    key: 'kangyuan.daily_checks',
    title: { zh: '每日健康监测次数', en: 'Daily health checks' },
    unit: '次',
    rule: { zh: '每日健康有效行数，每人每天计一次。', en: 'Valid rows of 每日健康, one per trainee and day.' },
    rules: ['R35'],
    source: 'rehab.daily_checks',
    measure: { kind: 'count' },
  },
]

/** 康园: every figure of the centre but outreach (visits) and satisfaction (surveys). */
/** Without a centre there is nobody who could be counted: the figures say so and are not 0. */
const atCentres = (definition: FigureDefinition): FigureDefinition => ({
  ...definition,
  scope: { station_kind: 'disability_centre' },
})

export const figures: SliceFigures = { sources, definitions: [...trainees, ...sold].map(atCentres) }
