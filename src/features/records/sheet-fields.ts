/** Columns that most sheets of services share, with the headings met in the field. */
import type { Ctx } from '../../platform/context.ts'
import type { Field, FieldValue, SheetRun } from '../../shared/sheet-form.ts'
import type { ServiceEntry } from './put.ts'

export const placeFields = {
  station: {
    type: 'text',
    headings: [
      '站点',
      '服务站点',
      '站点名称',
      '所属站点',
      '服务点',
      '服务站',
      '所属服务站',
      '服务站名称',
      '服务中心',
      '所属中心',
      '中心',
      '服务机构',
      '所属机构',
      '机构名称',
      '机构',
    ],
  },
  contract_code: { type: 'code', headings: ['项目编号', '合同编号', '所属项目', '项目代码', '所属合同'] },
} as const satisfies Record<string, Field>

export const personFields = {
  member_no: {
    type: 'code',
    headings: [
      '会员编号',
      '会员号',
      '会员证号',
      '会员卡号',
      '服务对象编号',
      '长者编号',
      '老人编号',
      '对象编号',
      '档案编号',
      '档案号',
      '会员',
      '卡号',
    ],
  },
  name: {
    type: 'name',
    headings: [
      '姓名',
      '会员姓名',
      '长者姓名',
      '服务对象',
      '服务对象姓名',
      '名字',
      '老人名字',
      '受助人姓名',
      '受益人姓名',
      '服务对象名称',
      '对象',
      '长者',
      '老人',
    ],
    required: true,
  },
  phone: { type: 'phone', headings: ['联系电话', '手机', '手机号码', '电话', '联系方式', '电话号码', '移动电话'] },
} as const satisfies Record<string, Field>

/** Day of a service. */
export const dayField = (...headings: string[]) =>
  ({ type: 'day', headings: [...headings, '日期', '服务日期'], required: true }) as const

type Shared = { readonly [K in keyof typeof placeFields | keyof typeof personFields]?: FieldValue<string> } & {
  readonly occurred_on: FieldValue<string>
}

/** The shared part of an entry, as a row of a sheet tells it. */
export const entryOf = (run: SheetRun<Ctx>, row: Shared): ServiceEntry => ({
  occurred_on: row.occurred_on.value!,
  station: row.station?.text,
  station_id: row.station?.text || row.contract_code?.value ? undefined : run.station_id,
  contract_code: row.contract_code?.value,
  member_no: row.member_no?.value,
  name: row.name?.value,
  phone: row.phone?.value,
  evidence: 'imported',
})
