/** 项目合同 and 协议指标. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { recordContracts, recordIndicators } from './record.ts'
import { contractState } from './rules.ts'

const contractFields = {
  code: { type: 'code', headings: ['项目编号', '合同编号', '项目代码', '编号'], required: true },
  name: { type: 'text', headings: ['项目名称', '合同名称', '名称', '购买服务项目', '项目'], required: true },
  purchaser: { type: 'text', headings: ['购买方', '委托方', '购买单位', '甲方', '采购单位', '购买主体', '采购人', '委托单位'] },
  town: { type: 'text', headings: ['镇', '镇街', '所在镇', '所属镇街', '街道', '街镇', '服务区域', '乡镇'] },
  domain: { type: 'text', headings: ['服务领域', '领域', '服务类别', '项目类别', '业务领域'] },
  amount: {
    type: 'number',
    headings: ['合同金额', '项目金额', '金额', '合同总额', '合同价', '资金', '经费', '购买金额'],
    required: true,
  },
  starts_on: {
    type: 'day',
    headings: [
      '开始日期',
      '合同开始日期',
      '起始日期',
      '生效日期',
      '服务开始日期',
      '开始时间',
      '合同起始日',
      '服务期/开始',
      '合同期限/起',
      '合同期/起',
    ],
    required: true,
  },
  ends_on: {
    type: 'day',
    headings: [
      '结束日期',
      '合同结束日期',
      '终止日期',
      '截止日期',
      '到期日期',
      '服务结束日期',
      '结束时间',
      '合同到期日',
      '服务期/结束',
      '合同期限/止',
      '合同期/止',
    ],
    required: true,
  },
  is_new: { type: 'yes_no', headings: ['是否新增', '新增', '是否新项目', '本年新增', '新增项目', '是否为新增项目'] },
  state: { type: 'text', headings: ['状态', '合同状态', '执行状态', '项目状态', '履行情况', '签约状态', '履约状态'] },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const contractsSheet = sheetForm<Ctx, typeof contractFields>({
  kind: 'contracts.contracts',
  title: { zh: '项目合同', en: 'Contracts' },
  sheet_names: ['项目合同', '合同', '项目'],
  fields: contractFields,
  record: (run, rows) =>
    recordContracts(
      run.ctx,
      rows.map((row) => ({
        code: row.code.value ?? '',
        name: row.name.text,
        purchaser: row.purchaser.text,
        town: row.town.text,
        domain: row.domain.text,
        amount_fen: row.amount.value === undefined ? undefined : Math.round(row.amount.value * 100),
        starts_on: row.starts_on.value,
        ends_on: row.ends_on.value,
        is_new: row.is_new.value ?? false,
        state: contractState(row.state.text),
        note: row.note.text,
        evidence: 'imported',
      })),
      run,
    ),
})

const indicatorFields = {
  contract_code: { type: 'code', headings: ['项目编号', '合同编号', '项目代码'], required: true },
  number: { type: 'number', headings: ['指标序号', '序号', '指标编号', '指标号', '编号'] },
  wording: {
    type: 'text',
    headings: [
      '指标内容',
      '指标',
      '服务指标',
      '指标名称',
      '协议指标',
      '指标描述',
      '服务内容',
      '指标要求',
      '考核指标',
      '服务要求',
    ],
    required: true,
  },
  unit: { type: 'text', headings: ['单位', '计量单位', '指标单位', '量词'] },
  target: {
    type: 'number',
    headings: [
      '目标值',
      '目标',
      '指标量',
      '目标数',
      '指标值',
      '协议量',
      '任务数',
      '目标量',
      '指标数',
      '协议目标',
      '年度目标',
      '计划数',
      '数量',
    ],
    required: true,
  },
  metric: {
    type: 'text',
    headings: ['统计口径', '口径', '统计指标', '计算口径', '统计方式', '统计项', '对应指标', '取数口径', '计算方式'],
    required: true,
  },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const indicatorsSheet = sheetForm<Ctx, typeof indicatorFields>({
  kind: 'contracts.indicators',
  title: { zh: '协议指标', en: 'Contract indicators' },
  sheet_names: ['协议指标', '指标', '合同指标'],
  fields: indicatorFields,
  after: ['contracts.contracts'],
  record: (run, rows) =>
    recordIndicators(
      run.ctx,
      rows.map((row) => ({
        contract_code: row.contract_code.value ?? '',
        number: row.number.value,
        wording: row.wording.text,
        unit: row.unit.text,
        target: row.target.value,
        metric: row.metric.text,
        note: row.note.text,
        evidence: 'imported',
      })),
    ),
})
