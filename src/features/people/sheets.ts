/** 会员登记表: the register a station keeps of its members. Every station has its own headings and order. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm, type Outcome, type RowOf } from '../../shared/sheet-form.ts'
import { openStations } from '../orgs/stations.ts'
import { registerMembers, type RegistrationEntry } from './register.ts'

const text = (...headings: string[]) => ({ type: 'text', headings }) as const

const contact = (which: string) => ({
  [`${which}_name`]: text(
    `紧急联系人${which.slice(-1)}/姓名`,
    `紧急联系人${which.slice(-1)}姓名`,
    ...(which === 'contact1' ? ['紧急联系人', '紧急联系人/姓名', '紧急联系人姓名'] : []),
  ),
  [`${which}_relation`]: text(
    `紧急联系人${which.slice(-1)}/关系`,
    `紧急联系人${which.slice(-1)}关系`,
    ...(which === 'contact1' ? ['紧急联系人/关系', '与本人关系', '关系'] : []),
  ),
  [`${which}_phone`]: text(
    `紧急联系人${which.slice(-1)}/电话`,
    `紧急联系人${which.slice(-1)}电话`,
    ...(which === 'contact1' ? ['紧急联系人/电话', '紧急联系人电话', '紧急联系电话'] : []),
  ),
})

const privateFields = {
  ethnicity: text('民族'),
  household_address: text('户籍地址', '户口地址', '户籍所在地'),
  address: text('现居住地址', '居住地址', '现住址', '住址', '家庭住址', '地址'),
  marital: text('婚姻状况', '婚姻'),
  education: text('文化程度', '学历', '受教育程度'),
  politics: text('政治面貌'),
  income: text('经济来源', '收入来源'),
  insurance: text('医疗支付方式', '医保类型', '医疗保障'),
  religion: text('宗教', '宗教信仰'),
  ...contact('contact1'),
  ...contact('contact2'),
  guardian: text('监护人', '监护人姓名'),
  doctor: text('家庭医生', '签约医生'),
  interests: text('兴趣特长', '兴趣爱好', '特长'),
  needs: text('服务需求', '需求'),
  registered_by: text('建档人', '登记人', '经办人'),
  note: text('备注', '说明', '备注说明', '其他说明', '备注信息'),
}

const healthFields = {
  height: text('身高'),
  weight: text('体重'),
  chronic: text('慢性病', '慢性病史', '疾病史', '既往病史'),
  medication: text('用药情况', '用药', '服药情况'),
  allergy: text('过敏史', '药物过敏', '过敏'),
  disability_text: text('残疾类别等级', '残疾类别', '残疾类型等级', '残疾情况'),
}

const fields = {
  station: text('站点', '所属站点', '服务站点', '登记站点'),
  member_no: {
    type: 'code',
    cells: /^[A-Za-z]{1,6}-?\d{2,8}$/,
    headings: ['会员编号', '会员号', '会员证号', '会员卡号', '编号', '档案编号', '会员代码', '建档编号'],
    required: true,
  },
  name: { type: 'text', headings: ['姓名', '会员姓名', '长者姓名', '老人姓名', '名字'], required: true },
  sex: text('性别'),
  id_number: {
    type: 'id_number',
    headings: ['身份证号', '身份证', '证件号码', '公民身份号码', '身份证号码', '证件号', '居民身份证号'],
    required: true,
  },
  born_on: { type: 'day', headings: ['出生日期', '出生年月日', '生日', '出生年月', '生辰', '出生'] },
  phone: { type: 'phone', headings: ['联系电话', '手机', '手机号码', '电话', '本人电话', '联系方式', '手机号', '电话号码'] },
  community: text('村/社区', '所属村居', '村居', '社区', '所属社区', '村（社区）', '村社区'),
  card_no: { type: 'code', headings: ['残疾证号', '残疾人证号', '残疾证号码', '残疾人证', '残疾证'] },
  categories: text('人员类别', '服务对象类别', '类别', '人员类型', '对象类别'),
  living_status: text('居住状况', '居住情况', '居住方式'),
  ability: text('能力等级', '自理能力', '能力评估', '失能等级'),
  consent_no: text('同意书编号', '知情同意书编号', '同意书'),
  pendant_no: text('平安通号', '平安通', '平安通编号'),
  is_volunteer: { type: 'yes_no', headings: ['是否志愿者', '志愿者'] },
  joined_on: {
    type: 'day',
    headings: ['建档日期', '入会日期', '登记日期', '建档时间', '入会时间', '注册日期', '入册日期', '加入日期', '办证日期'],
  },
  status: { type: 'text', headings: ['状态', '会员状态', '在册状态', '会籍状态', '会员现状', '现状', '档案状态'] },
  status_on: {
    type: 'day',
    headings: [
      '状态日期',
      '异动日期',
      '变更日期',
      '退会日期',
      '离世日期',
      '状态变更日期',
      '注销/去世日期',
      '退会/去世日期',
      '变动日期',
    ],
  },
  ...privateFields,
  ...healthFields,
} as const

const statusOf = (word: string): RegistrationEntry['status'] =>
  /去世|已故|死亡|离世|身故|逝/.test(word) ? 'deceased' : /退会|注销|退出|迁出|除名/.test(word) ? 'withdrawn' : 'active'

const sexOf = (word: string) => (word.includes('女') ? 'female' : word.includes('男') ? 'male' : undefined)

const texts = (row: RowOf<typeof fields>, of: object): Record<string, string> =>
  Object.fromEntries(
    Object.keys(of).map((name) => [name, (row as unknown as Record<string, { text: string }>)[name]?.text ?? '']),
  )

const entryOf = (row: RowOf<typeof fields>, station_id: string): RegistrationEntry => ({
  station_id,
  member_no: row.member_no.value,
  name: row.name.text,
  id_number: row.id_number.cell,
  sex: sexOf(row.sex.text),
  born_on: row.born_on.value,
  phone: row.phone.value,
  card_no: row.card_no.value,
  community: row.community.text,
  categories: row.categories.text.split(/[、,，;；/\s]+/).filter((word) => word !== ''),
  living_status: row.living_status.text,
  ability: row.ability.text,
  consent_no: row.consent_no.text,
  pendant_no: row.pendant_no.text,
  is_volunteer: row.is_volunteer.value,
  joined_on: row.joined_on.value,
  status: statusOf(row.status.text),
  status_on: row.status_on.value,
  private: texts(row, privateFields),
  health: texts(row, healthFields),
  evidence: 'imported',
})

export const registrationsSheet = sheetForm<Ctx, typeof fields>({
  kind: 'people.registrations',
  title: { zh: '会员登记', en: 'Member register' },
  sheet_names: ['会员登记', '会员', '登记表', '花名册', '基本信息'],
  fields,
  after: ['orgs.stations', 'contracts.contracts'],
  record: async (run, rows) => {
    const stations = await openStations(run.ctx)
    const placed = rows.map((row) => ({
      row,
      station_id: (row.station.text && stations.find(row.station.text)) || run.station_id,
    }))
    const known = placed.filter((one) => one.station_id !== undefined)
    const outcomes = await registerMembers(
      run.ctx,
      known.map((one) => entryOf(one.row, one.station_id!)),
      { holdRefused: true },
    )
    let next = 0
    return placed.map((one): Outcome =>
      one.station_id === undefined
        ? { refused: 'unknown_station', details: { station: one.row.station.text }, field: 'station' }
        : outcomes[next++]!,
    )
  },
})
