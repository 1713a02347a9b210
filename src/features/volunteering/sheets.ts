/** The workbook volunteers are kept in: 志愿者名册, 志愿活动记录, 志愿者时长. */
import type { Ctx } from '../../platform/context.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import { sheetForm, type FieldValue } from '../../shared/sheet-form.ts'
import { holdNumbers, recordActivities, recordHoursOf } from './activities.ts'
import { recordVolunteers } from './volunteers.ts'

const said = (field: FieldValue<string>): string | undefined => field.text || undefined

const sexOf = (word: string): 'male' | 'female' | undefined => (/男/.test(word) ? 'male' : /女/.test(word) ? 'female' : undefined)

const volunteer_no = {
  type: 'code',
  headings: ['志愿者编号', '志愿者号', '义工编号', '义工号', '志愿者证号', '注册号', '编号'],
} as const
const activity_no = { type: 'code', headings: ['志愿活动编号', '志愿服务编号', '活动编号', '义工活动编号'] } as const
const team = {
  type: 'text',
  headings: [
    '所属队伍',
    '队伍',
    '志愿队伍',
    '志愿服务队',
    '服务队',
    '队伍名称',
    '所属服务队',
    '服务队伍',
    '参与队伍',
    '开展队伍',
    '志愿者队伍',
    '所属志愿队',
    '所属团队',
    '团队',
    '义工队',
  ],
} as const
const note = { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] } as const
const name = { type: 'name', headings: ['姓名', '志愿者姓名', '志愿者', '志愿者名字', '义工姓名', '义工'] } as const

const volunteers = {
  volunteer_no: { ...volunteer_no, required: true },
  name: { ...name, required: true },
  sex: { type: 'text', headings: ['性别'] },
  id_number: { type: 'id_number', headings: ['身份证号', '身份证号码', '身份证', '证件号码', '公民身份号码'] },
  phone: { type: 'phone', headings: ['联系电话', '手机', '手机号码', '电话', '联系方式'] },
  member_no: { type: 'code', headings: ['会员编号', '会员号'] },
  team: { ...team, required: true },
  registered_on: { type: 'day', headings: ['注册日期', '登记日期', '入队日期', '加入日期', '注册时间'] },
  note,
} as const

export const volunteersSheet = sheetForm<Ctx, typeof volunteers>({
  kind: 'volunteering.volunteers',
  title: { zh: '志愿者名册', en: 'Volunteers' },
  sheet_names: ['志愿者名册', '名册'],
  fields: volunteers,
  after: ['people.registrations'],
  record: (run, rows) =>
    recordVolunteers(
      run.ctx,
      rows.map((row) => {
        const id = readIdNumber(row.id_number.cell ?? row.id_number.text)
        return {
          evidence: 'imported',
          roster_year: run.year,
          volunteer_no: row.volunteer_no.text,
          name: row.name.text,
          sex: id.kind === 'mainland' ? id.sex : sexOf(row.sex.text),
          id_number: row.id_number.cell ?? row.id_number.text,
          phone: row.phone.value,
          member_no: row.member_no.value,
          team: row.team.text,
          registered_on: row.registered_on.value,
          note: said(row.note),
        }
      }),
    ),
})

const activities = {
  number: { ...activity_no, required: true },
  team: { ...team, required: true },
  contract_code: { type: 'code', headings: ['项目编号', '合同编号', '所属项目', '项目代码'] },
  occurred_on: { type: 'day', headings: ['日期', '活动日期', '服务日期', '开展日期'], required: true },
  title: { type: 'text', headings: ['活动名称', '服务内容', '活动内容', '活动主题'] },
  hours: { type: 'number', headings: ['时长', '服务时长', '活动时长', '小时数', '时数', '服务时数', '服务小时'], required: true },
  served: {
    type: 'number',
    headings: ['服务人次', '受益人次', '服务对象人次', '受惠人次', '服务人次数', '惠及人次', '服务群众人次'],
    required: true,
  },
  volunteers_reported: {
    type: 'number',
    headings: ['志愿者人数', '参与志愿者人数', '志愿者数', '出动人数', '参与人数', '义工人数'],
  },
  noted_by: { type: 'text', headings: ['记录人', '登记人', '填表人', '负责人'] },
} as const

export const volunteerActivitiesSheet = sheetForm<Ctx, typeof activities>({
  kind: 'volunteering.activities',
  title: { zh: '志愿活动记录', en: 'Volunteer activities' },
  sheet_names: ['志愿活动', '志愿服务活动'],
  fields: activities,
  dated_by: 'occurred_on',
  after: ['contracts.contracts'],
  refusedBefore: (run, refused) =>
    holdNumbers(
      run.ctx,
      refused.map(({ row, refused: code }) => ({ number: row.number.text, code })),
    ),
  record: async (run, rows) => {
    const outcomes = await recordActivities(
      run.ctx,
      rows.map((row) => ({
        evidence: 'imported',
        number: row.number.text,
        team: row.team.text,
        contract_code: row.contract_code.value,
        occurred_on: row.occurred_on.value!,
        title: said(row.title),
        hours: row.hours.value,
        hours_written: row.hours.text,
        // Nobody noted is nobody served; a word that is no number is refused.
        served: row.served.text === '' ? 0 : row.served.value,
        served_written: row.served.text,
        volunteers_reported: row.volunteers_reported.value === undefined ? undefined : Math.trunc(row.volunteers_reported.value),
        noted_by: said(row.noted_by),
      })),
    )
    const held = outcomes.flatMap((outcome, i) =>
      'refused' in outcome && outcome.refused !== 'duplicate' ? [{ number: rows[i]!.number.text, code: outcome.refused }] : [],
    )
    await holdNumbers(run.ctx, held)
    return outcomes
  },
})

const hours = {
  occurred_on: { type: 'day', headings: ['日期', '服务日期', '活动日期'] },
  number: { ...activity_no, required: true },
  volunteer_no: { ...volunteer_no, required: true },
  name,
  hours: {
    type: 'number',
    headings: ['时长', '服务时长', '个人时长', '小时数', '时数', '服务时数', '服务小时', '志愿时长'],
    required: true,
  },
  note,
} as const

/** Not `dated_by`: an hour under an activity of another year is refused because of the activity (rule R37). */
export const volunteerHoursSheet = sheetForm<Ctx, typeof hours>({
  kind: 'volunteering.hours',
  title: { zh: '志愿者时长', en: 'Volunteer hours' },
  sheet_names: ['志愿者时长', '时长'],
  fields: hours,
  after: ['volunteering.volunteers', 'volunteering.activities'],
  record: (run, rows) =>
    recordHoursOf(
      run.ctx,
      rows.map((row) => ({
        evidence: 'imported',
        number: row.number.text,
        occurred_on: row.occurred_on.value,
        day_unreadable: row.occurred_on.value === undefined ? said(row.occurred_on) : undefined,
        volunteer_no: row.volunteer_no.value,
        name: row.name.text,
        hours: row.hours.value,
        hours_written: row.hours.text,
        note: said(row.note),
      })),
      run.year,
    ),
})
