/** 年度工作报告: what can be asked of the reports. The printed forms are downloads (routes.ts). */
import { endpoint, nullable, whole, z } from '../../shared/endpoint.ts'

const year = () => whole(2200).check(z.gte(1950))

export const getAnnualReport = endpoint({
  method: 'GET',
  reads: 'settled',
  path: '/api/reports/annual/:year',
  permission: 'reports.read',
  summary: '年度工作报告：文字、图表、表格，每个数字都带着它的指标；没有依据的句子会标出来',
  input: z.object({ year: year() }),
  output: z.any(),
})

export const listReportYears = endpoint({
  method: 'GET',
  path: '/api/reports/annual',
  permission: 'reports.read',
  summary: '有数据的年份，以及每年的服务人次',
  input: z.object({}),
  output: z.object({ years: z.array(z.object({ year: z.number(), person_times: nullable(z.number()) })) }),
})
