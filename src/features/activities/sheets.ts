/** The workbook sheets of activities: 活动台账, 签到, and 康娱. */
import type { Ctx } from '../../platform/context.ts'
import { trimmed } from '../../shared/normal.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordAttendances } from './attendances.ts'
import { recordRecreations } from './recreations.ts'
import { minutesOf, modeOf, stateOf } from './rules.ts'
import { holdNumbers, recordActivities } from './sessions.ts'

const activityNumber = {
  type: 'code',
  headings: ['活动编号', '活动编码', '活动序号', '活动代码', '活动号', '场次编号', '编号'],
  required: true,
} as const

const activityFields = {
  number: activityNumber,
  title: { type: 'text', headings: ['活动名称', '活动主题', '活动标题', '名称', '主题', '活动内容', '活动'], required: true },
  kind: {
    type: 'text',
    cells: /(?:活动|小组|课程|讲座|沙龙|议事会|义诊)$/,
    headings: ['活动类型', '活动类别', '类型', '类别', '活动性质', '活动形式', '服务类型'],
    required: true,
  },
  series_code: { type: 'code', headings: ['系列编号', '系列', '小组编号', '课程编号', '小组/课程编号', '系列编码', '所属系列'] },
  session_no: { type: 'number', headings: ['节次', '节数', '第几节', '场次', '期次', '第几次', '课次', '次数'] },
  ...placeFields,
  occurred_on: dayField('活动日期', '开展日期', '举办日期', '活动时间', '举行日期'),
  started_at: { type: 'time', headings: ['开始时间', '活动开始时间', '开始', '起始时间', '时间', '时间段'] },
  hours: {
    type: 'text',
    headings: [
      '时长(小时)',
      '时长',
      '活动时长',
      '活动时长(小时)',
      '小时数',
      '时数',
      '时长(h)',
      '服务时长(小时)',
      '服务时长',
      '活动时数',
      '活动小时数',
      '持续时间（小时）',
      '用时(小时)',
    ],
  },
  minutes: { type: 'number', headings: ['时长(分钟)', '活动时长(分钟)', '分钟数', '时长(min)'] },
  place: { type: 'text', headings: ['地点', '活动地点', '开展地点', '举办地点', '场地'] },
  leader: {
    type: 'text',
    headings: ['负责人', '活动负责人', '带领者', '主持人', '负责社工', '组织者', '责任人', '带领社工', '主讲人'],
  },
  planned: {
    type: 'number',
    headings: ['计划人数', '预计人数', '拟参加人数', '招募人数', '名额', '计划参加人数', '预计参与人数'],
  },
  reported_attendance: {
    type: 'number',
    headings: ['实到人数(填报)', '实到人数', '参加人数', '参与人数', '实际人数', '到场人数', '人数', '填报人数', '参与人次'],
  },
  state: { type: 'text', headings: ['状态', '活动状态', '开展状态', '开展情况', '完成情况', '执行情况', '是否开展', '进展'] },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const activitiesSheet = sheetForm<Ctx, typeof activityFields>({
  kind: 'activities.activities',
  title: { zh: '活动', en: 'Activities' },
  sheet_names: ['活动', '活动台账', '活动一览', '场次'],
  fields: activityFields,
  dated_by: 'occurred_on',
  after: ['orgs.stations', 'contracts.contracts'],
  refusedBefore: (run, rows) =>
    holdNumbers(
      run.ctx,
      rows.map(({ row, refused }) => ({ number: row.number.value, code: refused })),
    ),
  record: (run, rows) => {
    // A ledger without a column of states lists what was held.
    const states = rows.some((row) => row.state.text !== '')
    return recordActivities(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        number: row.number.value,
        title: trimmed(row.title.text),
        kind: row.kind.text,
        series_code: row.series_code.value,
        session_no: row.session_no.value,
        mode: modeOf(row.place.text, row.note.text, row.title.text),
        started_at: row.started_at.value,
        minutes: minutesOf(row.hours.text, row.hours.cell?.number) ?? row.minutes.value,
        length: row.hours.text || undefined,
        place: trimmed(row.place.text),
        leader: trimmed(row.leader.text),
        planned: row.planned.value,
        reported_attendance: row.reported_attendance.value,
        state: states ? stateOf(row.state.text) : 'held',
        note: trimmed(row.note.text),
      })),
    )
  },
})

const attendanceFields = {
  activity_number: activityNumber,
  ...personFields,
  name: {
    ...personFields.name,
    headings: [
      ...personFields.name.headings,
      '签到人',
      '参加者',
      '参加人员',
      '参与者',
      '参与人员',
      '签到人姓名',
      '参加人姓名',
      '人员姓名',
      '学员姓名',
    ],
  },
  signature: { type: 'text', headings: ['签名', '签到', '签字', '本人签名', '签到情况', '签名确认', '签名栏'] },
  note: { type: 'text', headings: ['备注', '说明', '人员类别', '身份', '备注说明'] },
} as const

export const attendancesSheet = sheetForm<Ctx, typeof attendanceFields>({
  kind: 'activities.attendances',
  title: { zh: '签到', en: 'Sign-ins' },
  sheet_names: ['签到', '签到表', '参加人员', '出席'],
  fields: attendanceFields,
  after: ['people.registrations', 'activities.activities'],
  record: (run, rows) =>
    recordAttendances(
      run.ctx,
      rows.map((row) => ({
        activity_number: row.activity_number.value,
        member_no: row.member_no.value,
        name: row.name.text,
        phone: row.phone.value,
        signed_by_proxy: row.signature.text === '' ? undefined : row.signature.text.includes('代'),
        note: trimmed(row.note.text),
        evidence: 'imported' as const,
      })),
    ),
})

const recreationFields = {
  occurred_on: dayField('康娱日期', '活动日期', '参与日期'),
  ...placeFields,
  ...personFields,
  period: { type: 'text', headings: ['时段', '时间段', '上午/下午', '活动时段', '服务时段', '班次', '时间'] },
  pastime: {
    type: 'text',
    headings: [
      '康娱项目',
      '娱乐项目',
      '文娱项目',
      '康乐项目',
      '康娱活动',
      '康娱内容',
      '文康项目',
      '文体项目',
      '活动项目',
      '娱乐活动',
      '项目',
      '康娱类别',
      '参与项目',
      '文娱活动',
    ],
    required: true,
  },
} as const

export const recreationsSheet = sheetForm<Ctx, typeof recreationFields>({
  kind: 'activities.recreations',
  title: { zh: '康娱', en: 'Recreation' },
  sheet_names: ['康娱', '文娱', '康乐', '娱乐'],
  fields: recreationFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordRecreations(
      run.ctx,
      rows.map((row) => ({ ...entryOf(run, row), period: row.period.text, pastime: row.pastime.text })),
    ),
})
