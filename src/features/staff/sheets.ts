/** 员工花名册. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm, type FieldValue, type Outcome } from '../../shared/sheet-form.ts'
import { recordEmployees, type EmployeeEntry } from './employees.ts'
import { employmentKindOf } from './rules.ts'

const fields = {
  employee_no: { type: 'code', headings: ['工号', '员工编号', '员工号', '职工编号', '人员编号', '员工工号', '编号'] },
  name: { type: 'text', headings: ['姓名', '员工姓名', '职工姓名', '名字'], required: true },
  sex: { type: 'text', headings: ['性别', '男/女'] },
  id_number: {
    type: 'id_number',
    headings: ['身份证号', '身份证', '身份证号码', '证件号码', '证件号', '公民身份号码', '居民身份证号'],
  },
  phone: { type: 'phone', headings: ['联系电话', '手机', '手机号码', '手机号', '电话', '联系方式'] },
  education: { type: 'text', headings: ['学历', '文化程度', '最高学历', '教育程度'] },
  post: { type: 'text', headings: ['岗位', '职务', '职位', '岗位名称', '工作岗位'] },
  contract_code: { type: 'code', headings: ['所属项目', '项目编号', '所属项目编号', '所在项目', '项目'] },
  hired_on: {
    type: 'day',
    headings: ['入职日期', '入职时间', '到岗日期', '聘用日期', '参加工作日期', '到职日期', '上岗日期', '合同起始日期'],
    required: true,
  },
  left_on: { type: 'day', headings: ['离职日期', '离职时间', '离岗日期', '退出日期', '解聘日期', '辞职日期'] },
  certificate_name: {
    type: 'text',
    headings: [
      '资格证书/名称',
      '证书/名称',
      '资格证书/证书名称',
      '证书名称',
      '资格证书',
      '持证情况',
      '职业资格',
      '职业资格证书',
      '职业资格证书/名称',
    ],
  },
  certificate_number: {
    type: 'code',
    headings: [
      '资格证书/证书编号',
      '证书/编号',
      '资格证书/编号',
      '证书编号',
      '证书号',
      '证书号码',
      '资格证书编号',
      '职业资格证书/证号',
      '资格证书/管理号',
    ],
  },
  certificate_on: {
    type: 'day',
    headings: [
      '资格证书/取得日期',
      '证书/取得日期',
      '取得日期',
      '发证日期',
      '资格证书/发证日期',
      '证书取得日期',
      '取证日期',
      '批准日期',
    ],
  },
  employment_kind: {
    type: 'text',
    headings: ['用工形式', '用工性质', '聘用形式', '用工类型', '用工方式', '人员性质', '全职/兼职', '雇佣形式', '员工类别'],
  },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

const sexOf = (text: string): 'male' | 'female' | undefined => (/男/.test(text) ? 'male' : /女/.test(text) ? 'female' : undefined)

/** Something is written there, and it is not a day. */
const isUnreadable = (day: FieldValue<string>): boolean => day.value === undefined && day.text !== ''

export const employeesSheet = sheetForm<Ctx, typeof fields>({
  kind: 'staff.employees',
  title: { zh: '员工', en: 'Employees' },
  sheet_names: ['员工', '花名册', '人员', '职工'],
  fields,
  record: async ({ ctx, to }, rows) => {
    const sound = rows.filter((row) => !isUnreadable(row.hired_on) && !isUnreadable(row.left_on))
    const entries = sound.map((row): EmployeeEntry => ({
      employee_no: row.employee_no.value || undefined,
      name: row.name.text,
      sex: sexOf(row.sex.text),
      id_number: row.id_number.cell ?? row.id_number.text,
      phone: row.phone.value || undefined,
      education: row.education.value || undefined,
      post: row.post.value || undefined,
      contract_code: row.contract_code.value || undefined,
      hired_on: row.hired_on.value,
      left_on: row.left_on.value,
      employment_kind: employmentKindOf(row.employment_kind.text),
      certificate_name: row.certificate_name.value || undefined,
      certificate_number: row.certificate_number.value || undefined,
      certificate_on: row.certificate_on.value,
      note: row.note.value || undefined,
      evidence: 'imported',
    }))
    const recorded = new Map((await recordEmployees(ctx, entries, to)).map((outcome, at) => [sound[at]!.row_number, outcome]))
    return rows.map((row): Outcome => {
      const outcome = recorded.get(row.row_number)
      if (outcome) return outcome
      const field = isUnreadable(row.hired_on) ? 'hired_on' : 'left_on'
      return { refused: 'bad_date', details: { text: row[field].text }, field }
    })
  },
})
