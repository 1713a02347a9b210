/** The workbook sheet a canteen keeps: 助餐登记表. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { wayOf } from './rules.ts'
import { recordMeals } from './service.ts'

const fields = {
  occurred_on: dayField('用餐日期', '就餐日期', '订餐日期', '供餐日期'),
  ...placeFields,
  ...personFields,
  meal: {
    type: 'text',
    cells: /^(?:早|午|中|晚)餐?$/,
    headings: ['餐次', '餐别', '用餐餐次', '早/午/晚餐', '餐类', '用餐时段', '就餐餐次', '餐型', '用餐类别'],
    required: true,
  },
  way: { type: 'text', headings: ['用餐方式', '就餐方式', '方式', '取餐方式', '供餐方式', '堂食/送餐'] },
  charge: {
    type: 'number',
    headings: [
      '餐费',
      '费用/餐费',
      '餐费合计',
      '餐费金额',
      '餐费标准',
      '应收餐费',
      '总餐费',
      '餐费小计',
      '费用/总额',
      '费用/合计',
      '餐价',
      '总价',
    ],
    required: true,
  },
  subsidy: {
    type: 'number',
    headings: ['补贴', '费用/补贴', '补贴金额', '政府补贴', '助餐补贴', '财政补贴', '补助', '补助金额', '政府补助', '优惠'],
    required: true,
  },
  paid: {
    type: 'number',
    headings: [
      '自付',
      '费用/自付',
      '自付金额',
      '个人自付',
      '实付',
      '个人支付',
      '自费',
      '自付部分',
      '个人缴费',
      '自理',
      '个人负担',
      '自缴',
    ],
    required: true,
  },
} as const

/** Not a number stays not a number, so that the row is refused and never read as free. */
const fen = (yuan: number | undefined): number => (yuan === undefined ? Number.NaN : Math.round(yuan * 100))

export const mealsSheet = sheetForm<Ctx, typeof fields>({
  kind: 'canteen.meals',
  title: { zh: '助餐', en: 'Meals' },
  sheet_names: ['助餐', '用餐', '饭堂', '餐'],
  fields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordMeals(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        meal: row.meal.value ?? '',
        way: wayOf(row.way.text),
        charge_fen: fen(row.charge.value),
        subsidy_fen: fen(row.subsidy.value),
        paid_fen: fen(row.paid.value),
      })),
    ),
})
