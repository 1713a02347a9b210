/** The workbook sheets of the coin ledger: 期初余额, 流水. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordEntries } from './ledger.ts'
import { kindOf } from './rules.ts'

const { member_no, name, phone } = personFields
const account = {
  ...placeFields,
  member_no: { ...member_no, required: true },
  name: { ...name, required: false },
  phone,
} as const

const openingFields = {
  ...account,
  amount: {
    type: 'number',
    headings: [
      '期初余额',
      '期初金币',
      '期初积分',
      '年初余额',
      '年初金币',
      '年初积分',
      '上年结余',
      '上期结余',
      '上年余额',
      '结转余额',
      '期初',
      '期初数',
      '上年结转',
      '期初结余',
      '年初结余',
      '期初金币余额',
      '年初积分余额',
      '余额',
    ],
    required: true,
  },
  reason: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const openingsSheet = sheetForm<Ctx, typeof openingFields>({
  kind: 'points.openings',
  title: { zh: '金币期初余额', en: 'Opening balances of coins' },
  sheet_names: ['期初余额', '期初', '年初余额'],
  fields: openingFields,
  after: ['people.registrations', 'contracts.contracts'],
  record: (run, rows) =>
    recordEntries(
      run.ctx,
      rows.map((row) => ({
        kind: 'opening',
        occurred_on: run.from,
        station: row.station.text || undefined,
        member_no: row.member_no.value,
        name: row.name.value,
        phone: row.phone.value,
        amount: row.amount.value ?? Number.NaN,
        amount_text: row.amount.text,
        reason: row.reason.value,
        evidence: 'imported',
      })),
    ),
})

const entryFields = {
  serial: {
    type: 'code',
    headings: ['流水号', '流水编号', '流水单号', '交易号', '交易编号', '单号', '凭证号', '记录编号', '流水', '编号'],
  },
  occurred_on: dayField('交易日期', '发生日期', '记账日期', '变动日期', '业务日期'),
  ...account,
  kind: {
    type: 'text',
    cells: /^(?:获得|获取|赚取|收入|奖励|兑换|消费|支出|冲正|冲销|更正|调整)$/,
    headings: [
      '类型',
      '收支类型',
      '变动类型',
      '业务类型',
      '流水类型',
      '交易类型',
      '类别',
      '收支',
      '获得/兑换',
      '方式',
      '操作类型',
    ],
    required: true,
  },
  amount: {
    type: 'number',
    headings: [
      '金币数',
      '金币',
      '金币数量',
      '金币（枚）',
      '积分',
      '积分数',
      '积分数量',
      '积分值',
      '变动金币',
      '变动积分',
      '变动数',
      '数量',
      '金额',
      '金币变动',
      '积分变动',
      '枚数',
      '变动额',
      '金币额',
    ],
    required: true,
  },
  reason: { type: 'text', headings: ['事由', '原因', '摘要', '用途', '来源', '备注', '说明', '事项'] },
  handled_by: { type: 'text', headings: ['经办人', '经手人', '操作人', '记录人', '登记人', '经办'] },
} as const

export const entriesSheet = sheetForm<Ctx, typeof entryFields>({
  kind: 'points.entries',
  title: { zh: '金币流水', en: 'Coin entries' },
  sheet_names: ['流水', '金币', '积分'],
  fields: entryFields,
  dated_by: 'occurred_on',
  after: ['points.openings'],
  record: (run, rows) =>
    recordEntries(
      run.ctx,
      rows.map((row) => ({
        serial: row.serial.value,
        occurred_on: row.occurred_on.value!,
        station: row.station.text || undefined,
        contract_code: row.contract_code.value,
        member_no: row.member_no.value,
        name: row.name.value,
        phone: row.phone.value,
        kind: kindOf(row.kind.text),
        kind_text: row.kind.text,
        amount: row.amount.value ?? Number.NaN,
        amount_text: row.amount.text,
        reason: row.reason.value,
        handled_by: row.handled_by.value,
        evidence: 'imported',
      })),
    ),
})
