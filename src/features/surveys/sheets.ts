/** The workbook sheet of answered questionnaires: 满意度调查. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, placeFields } from '../records/sheet-fields.ts'
import { scoreOf } from './rules.ts'
import { recordResponses } from './service.ts'

const score = (...headings: string[]) => ({ type: 'text', headings }) as const

const fields = {
  number: { type: 'code', headings: ['问卷编号', '问卷号', '问卷序号', '调查编号', '调查表编号', '编号', '答卷编号'] },
  occurred_on: dayField(
    '调查日期',
    '填写日期',
    '问卷日期',
    '填表日期',
    '回收日期',
    '访问日期',
    '填答日期',
    '答卷日期',
    '提交日期',
  ),
  ...placeFields,
  age_band: { type: 'text', headings: ['年龄段', '年龄组', '年龄', '年龄区间', '年龄范围'] },
  environment: score('评分(1-5)/环境', '环境', '服务环境', '环境设施', '场地环境', '环境满意度'),
  attitude: score('评分(1-5)/态度', '态度', '服务态度', '工作态度', '态度满意度'),
  expertise: score('评分(1-5)/专业', '专业', '专业能力', '专业水平', '专业性', '服务专业', '专业评分'),
  content: score('评分(1-5)/内容', '内容', '服务内容', '活动内容', '内容满意度'),
  overall: {
    ...score(
      '评分(1-5)/总体',
      '总体',
      '总体评价',
      '总体满意度',
      '总体评分',
      '整体',
      '整体满意度',
      '整体评价',
      '综合满意度',
      '综合评价',
      '总评',
      '总分评价',
    ),
    required: true,
  },
  by_proxy: { type: 'yes_no', headings: ['是否代答', '代答', '是否代填', '代填', '是否他人代答'] },
  opinion: { type: 'text', headings: ['意见', '建议', '意见建议', '意见和建议', '意见与建议', '意见反馈', '其他意见'] },
} as const

export const responsesSheet = sheetForm<Ctx, typeof fields>({
  kind: 'surveys.responses',
  title: { zh: '满意度调查', en: 'Satisfaction questionnaires' },
  sheet_names: ['满意度调查', '满意度', '问卷'],
  fields,
  dated_by: 'occurred_on',
  after: ['contracts.contracts', 'orgs.stations'],
  record: (run, rows) =>
    recordResponses(
      run.ctx,
      rows.map((row) => ({
        occurred_on: row.occurred_on.value!,
        number: row.number.value,
        contract_code: row.contract_code.value,
        station: row.station.text || undefined,
        station_id: row.station.text || row.contract_code.value ? undefined : run.station_id,
        age_band: row.age_band.value,
        environment: scoreOf(row.environment.text),
        attitude: scoreOf(row.attitude.text),
        expertise: scoreOf(row.expertise.text),
        content: scoreOf(row.content.text),
        overall: scoreOf(row.overall.text),
        overall_text: row.overall.text,
        by_proxy: row.by_proxy.value ?? false,
        opinion: row.opinion.value,
        evidence: 'imported',
      })),
    ),
})
