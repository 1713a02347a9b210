/** The workbook the centre keeps: 学员, 职业技能, 辅助性就业产量与销售, 康复目标, 运动计划执行, 健康知识测验, 每日健康. */
import type { Ctx } from '../../platform/context.ts'
import { normalCode, normalText } from '../../shared/normal.ts'
import { sheetForm, type Field, type FieldValue } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordDailyChecks } from './daily.ts'
import { recordExercise, recordGoals, recordKnowledgeTests, recordSales, recordSkills } from './ledgers.ts'
import {
  categoryOf,
  disabilityOf,
  employmentOf,
  goalOf,
  goalResultOf,
  gradeOf,
  medicationOf,
  moodOf,
  skillResultOf,
  standingOf,
} from './rules.ts'
import { recordTrainees } from './trainees.ts'

const member_no = {
  type: 'code',
  headings: [...personFields.member_no.headings, '学员编号', '学员会员编号'],
} as const satisfies Field
const name = {
  type: 'name',
  headings: [...personFields.name.headings, '学员姓名', '学员'],
  required: true,
} as const satisfies Field
const person = { ...personFields, member_no, name }
const shared = { ...placeFields, ...person }

const said = (field: FieldValue<string>): string | undefined => field.text || undefined

/** Empty is not measured; a value that cannot be read is NaN, so that the row is refused and never read as absent. */
const measured = (field: FieldValue<number>): number | undefined => field.value ?? (field.text === '' ? undefined : Number.NaN)

const fen = (field: FieldValue<number>): number =>
  field.value === undefined ? Number.NaN : Number((field.value * 100).toFixed(2))

const trainees = {
  ...shared,
  standing: {
    type: 'text',
    cells: /^(?:正式|试训|试读|试托)/,
    headings: ['类别', '学员类别', '学员类型', '学员性质', '性质', '在园类别', '入园类别', '学籍类别'],
    required: true,
  },
  disability_category: { type: 'text', headings: ['残疾类别', '残疾类型', '残障类别'] },
  disability_grade: { type: 'text', headings: ['残疾等级', '残障等级', '残疾级别', '等级', '残疾程度'] },
  guardian_name: { type: 'text', headings: ['监护人', '监护人姓名', '家长', '家属姓名', '家长姓名'] },
  guardian_phone: {
    type: 'phone',
    headings: ['监护人电话', '监护人联系电话', '家长电话', '家属电话', '监护人手机', '监护人联系方式'],
  },
  admitted_on: {
    type: 'day',
    headings: ['入园日期', '入园时间', '入托日期', '入站日期', '入读日期', '进园日期', '入中心日期', '加入日期'],
    required: true,
  },
  left_on: {
    type: 'day',
    headings: ['离园日期', '离园时间', '退园日期', '离托日期', '离站日期', '退出日期', '离开日期', '离中心日期'],
  },
  health_file_no: { type: 'code', headings: ['健康档案号', '健康档案编号', '健康档案'] },
  health_file_on: { type: 'day', headings: ['健康建档日期', '健康档案建档日期', '健康建档时间', '健康档案建立日期'] },
  employment: { type: 'text', headings: ['就业情况', '就业状况', '就业类型', '就业形式'] },
  employed_on: { type: 'day', headings: ['就业日期', '就业时间', '上岗日期', '入职日期'] },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const traineesSheet = sheetForm<Ctx, typeof trainees>({
  kind: 'rehab.trainees',
  title: { zh: '康园学员', en: 'Trainees' },
  sheet_names: ['学员', '学员名册'],
  fields: trainees,
  after: ['people.registrations'],
  record: (run, rows) =>
    recordTrainees(
      run.ctx,
      rows.map((row) => ({
        occurred_on: run.to,
        station: said(row.station),
        station_id: row.station.text ? undefined : run.station_id,
        member_no: row.member_no.value,
        name: row.name.value,
        phone: row.phone.value,
        evidence: 'imported',
        standing: standingOf(row.standing.text),
        disability_category: disabilityOf(row.disability_category.text),
        disability_grade: gradeOf(row.disability_grade.text),
        guardian_name: said(row.guardian_name),
        guardian_phone: row.guardian_phone.value,
        admitted_on: row.admitted_on.value,
        left_on: row.left_on.value,
        left_unreadable: row.left_on.value === undefined && /\d/.test(row.left_on.text) ? row.left_on.text : undefined,
        health_file_no: row.health_file_no.value,
        health_file_on: row.health_file_on.value,
        employment: employmentOf(row.employment.text),
        employed_on: row.employed_on.value,
        note: said(row.note),
      })),
    ),
})

const assessed_by = { type: 'text', headings: ['评估人', '评估员', '评估老师', '考核人', '评定人', '治疗师'] } as const
const skills = {
  occurred_on: dayField('评估日期', '评估时间', '考核日期', '评定日期', '测评日期'),
  ...shared,
  skill: {
    type: 'text',
    headings: ['技能名称', '职业技能', '技能', '技能项目', '训练项目', '训练技能', '培训项目', '技能类别', '技能种类'],
    required: true,
  },
  training_hours: { type: 'number', headings: ['训练课时', '课时', '训练时数', '训练学时'] },
  result: {
    type: 'text',
    cells: /掌握|学习中/,
    headings: ['评估结果', '掌握情况', '掌握程度', '考核结果', '评定结果', '结果', '测评结果', '评估结论'],
    required: true,
  },
  assessed_by,
} as const

export const skillsSheet = sheetForm<Ctx, typeof skills>({
  kind: 'rehab.skills',
  title: { zh: '职业技能', en: 'Skills' },
  sheet_names: ['职业技能', '技能'],
  fields: skills,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordSkills(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        skill: normalText(row.skill.text),
        training_hours: measured(row.training_hours),
        result: skillResultOf(row.result.text),
        assessed_by: said(row.assessed_by),
      })),
    ),
})

const sales = {
  occurred_on: dayField('销售日期', '出货日期', '售出日期', '交易日期'),
  ...shared,
  name: { ...name, headings: [...name.headings, '制作人', '制作学员', '生产学员'] },
  bill_no: {
    type: 'code',
    headings: ['单号', '销售单号', '单据号', '单据编号', '订单号', '票号', '销售编号', '编号', '出库单号'],
    required: true,
  },
  category: {
    type: 'text',
    headings: ['产品类别', '产品类型', '产品种类', '品类', '类别', '商品类别', '货品类别'],
    required: true,
  },
  product: { type: 'text', headings: ['产品', '产品名称', '品名', '商品', '商品名称', '货品名称'] },
  kind: { type: 'text', headings: ['类型', '销售类型', '业务类型', '销售/退货', '交易类型', '单据类型'] },
  pieces: { type: 'number', headings: ['件数', '数量', '销售数量', '个数', '销售件数'], required: true },
  unit_price: { type: 'number', headings: ['单价', '销售单价', '价格', '售价', '单件价格'], required: true },
  amount: {
    type: 'number',
    headings: ['金额', '销售金额', '总价', '合计金额', '总金额（元）', '小计金额', '收入金额'],
    required: true,
  },
  buyer: { type: 'text', headings: ['销售方', '购买方', '买方', '客户', '购买者', '销售渠道', '销售对象', '购买人'] },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const salesSheet = sheetForm<Ctx, typeof sales>({
  kind: 'rehab.sales',
  title: { zh: '辅助性就业产量与销售', en: 'Supported employment: output and sales' },
  sheet_names: ['辅助性就业', '产量', '销售'],
  fields: sales,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordSales(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        bill_no: normalCode(row.bill_no.text),
        kind: /退/.test(row.kind.text) ? 'refund' : 'sale',
        category: categoryOf(row.category.text),
        product: said(row.product),
        pieces: row.pieces.value ?? Number.NaN,
        unit_price_fen: fen(row.unit_price),
        amount_fen: fen(row.amount),
        buyer: said(row.buyer),
        note: said(row.note),
      })),
    ),
})

const goals = {
  occurred_on: dayField('评估日期', '评估时间', '测评日期', '评定日期'),
  ...shared,
  goal: { type: 'text', headings: ['目标类型', '目标类别', '康复目标', '目标项目', '康复项目', '目标名称'], required: true },
  baseline: { type: 'text', headings: ['基线', '基线情况', '初始情况', '现状', '起点水平', '基线水平'] },
  target: { type: 'text', headings: ['目标', '目标内容', '预期目标', '目标描述', '目标水平'] },
  result: {
    type: 'text',
    cells: /达成/,
    headings: ['达成情况', '达成结果', '目标达成', '完成情况', '结果', '是否达成', '评估结果'],
    required: true,
  },
  assessed_by,
} as const

export const goalsSheet = sheetForm<Ctx, typeof goals>({
  kind: 'rehab.goals',
  title: { zh: '康复目标', en: 'Rehabilitation goals' },
  sheet_names: ['康复目标', '目标'],
  fields: goals,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordGoals(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        goal: goalOf(row.goal.text),
        baseline: said(row.baseline),
        target: said(row.target),
        result: goalResultOf(row.result.text),
        assessed_by: said(row.assessed_by),
      })),
    ),
})

const exercise = {
  month: { type: 'month', headings: ['月份', '训练月份', '年月', '统计月份', '月度', '运动月份'], required: true },
  ...shared,
  planned: {
    type: 'number',
    headings: ['计划次数', '计划运动次数', '应完成次数', '计划', '目标次数', '计划数', '运动次数/计划', '计划（次）'],
    required: true,
  },
  done: {
    type: 'number',
    headings: ['自主完成次数', '完成次数', '实际完成次数', '实际次数', '自主完成', '运动次数/自主完成', '实际完成（次）'],
    required: true,
  },
  noted_by: { type: 'text', headings: ['登记人', '记录人', '填表人', '登记员'] },
} as const

export const exerciseSheet = sheetForm<Ctx, typeof exercise>({
  kind: 'rehab.exercise_months',
  title: { zh: '运动计划执行', en: 'Exercise plans' },
  sheet_names: ['运动计划', '运动'],
  fields: exercise,
  dated_by: 'month',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordExercise(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, { ...row, occurred_on: { ...row.month, value: `${row.month.value!.slice(0, 7)}-01` } }),
        planned: row.planned.value,
        done: row.done.value,
        written: `${row.done.text}/${row.planned.text}`,
        noted_by: said(row.noted_by),
      })),
    ),
})

const tests = {
  occurred_on: dayField('测验日期', '测试日期', '测验时间', '考试日期', '测评日期', '考核日期'),
  ...shared,
  facts: { type: 'number', headings: ['知识点数', '掌握知识点数', '知识点', '答对题数', '掌握数'], required: true },
  tested_by: { type: 'text', headings: ['测验人', '测试人', '主考人', '测评人'] },
} as const

export const knowledgeTestsSheet = sheetForm<Ctx, typeof tests>({
  kind: 'rehab.knowledge_tests',
  title: { zh: '健康知识测验', en: 'Health knowledge tests' },
  sheet_names: ['健康知识', '测验'],
  fields: tests,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordKnowledgeTests(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        facts: row.facts.value,
        written: row.facts.text,
        tested_by: said(row.tested_by),
      })),
    ),
})

const daily = {
  occurred_on: dayField('监测日期', '测量日期', '检测日期'),
  ...shared,
  temperature: { type: 'number', headings: ['体温', '晨检体温', '体温℃', '体温/℃'], required: true },
  systolic: { type: 'number', headings: ['血压/收缩压', '收缩压', '高压', '血压/高压', '血压/上压', '血压/收缩'] },
  diastolic: { type: 'number', headings: ['血压/舒张压', '舒张压', '低压', '血压/低压', '血压/下压', '血压/舒张'] },
  pulse: { type: 'number', headings: ['心率', '脉搏', '心率/脉搏', '脉率'] },
  spo2: { type: 'number', headings: ['血氧', '血氧饱和度', 'SpO2'] },
  medication: { type: 'text', headings: ['服药', '服药情况', '用药', '用药情况'] },
  mood: {
    type: 'text',
    cells: /^(?:平稳|愉快|低落|烦躁|激动|稳定|良好|一般)$/,
    headings: ['情绪', '情绪状态', '精神状态', '心情', '情绪表现'],
    required: true,
  },
  measured_by: { type: 'text', headings: ['测量人', '检测人', '记录人', '登记人', '监测人', '检查人'] },
} as const

export const dailyChecksSheet = sheetForm<Ctx, typeof daily>({
  kind: 'rehab.daily_checks',
  title: { zh: '每日健康', en: 'Daily health' },
  sheet_names: ['每日健康', '健康监测'],
  fields: daily,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordDailyChecks(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        temperature: measured(row.temperature),
        systolic: measured(row.systolic),
        diastolic: measured(row.diastolic),
        pulse: measured(row.pulse),
        spo2: measured(row.spo2),
        medication: medicationOf(row.medication.text),
        mood: moodOf(row.mood.text),
        measured_by: said(row.measured_by),
      })),
    ),
})
