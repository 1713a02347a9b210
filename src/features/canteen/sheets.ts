/** The workbook sheet a canteen keeps: 助餐登记表. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { wayOf } from './rules.ts'
import { recordMeals } from './service.ts'

const fields = {
  occurred_on: dayField('用餐日期', '就餐日期'),
  ...placeFields,
  ...personFields,
  meal: { type: 'text', headings: ['餐次', '餐别', '用餐餐次'], required: true },
  way: { type: 'text', headings: ['用餐方式', '就餐方式', '方式'] },
  charge: { type: 'number', headings: ['餐费', '费用/餐费', '餐费合计', '餐费金额'], required: true },
  subsidy: { type: 'number', headings: ['补贴', '费用/补贴', '补贴金额', '政府补贴', '助餐补贴'], required: true },
  paid: { type: 'number', headings: ['自付', '费用/自付', '自付金额', '个人自付', '实付'], required: true },
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
