/** 满意度: valid questionnaires and how many of them are satisfied. */
import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'
import { SATISFIED_FROM } from './rules.ts'

const satisfied: Pick<FigureDefinition, 'unit' | 'rules' | 'source' | 'where' | 'denominator_where' | 'measure'> = {
  unit: '%',
  rules: ['R36'],
  source: 'surveys.responses',
  where: `overall >= ${SATISFIED_FROM}`,
  denominator_where: 'true',
  measure: { kind: 'count' },
}

export const figures: SliceFigures = {
  sources: [
    {
      name: 'surveys.responses',
      title: { zh: '满意度问卷', en: 'Satisfaction questionnaires' },
      sql: `select response_id, station_id, contract_id, occurred_on, number, age_band, overall, opinion, evidence
            from surveys.responses where organisation_id = :organisation_id and void_id is null`,
      id: 'response_id',
      dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id' },
      columns: [
        { field: 'number', title: { zh: '问卷编号', en: 'Number' }, type: 'text' },
        { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
        { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
        { field: 'age_band', title: { zh: '年龄段', en: 'Age' }, type: 'text' },
        { field: 'overall', title: { zh: '总体评分', en: 'Overall score' }, type: 'number' },
        { field: 'opinion', title: { zh: '意见', en: 'Opinion' }, type: 'text' },
      ],
      record: { path: '/surveys/responses/:id' },
    },
  ],
  definitions: [
    {
      ...satisfied,
      key: 'satisfaction.all',
      title: { zh: '满意度', en: 'Satisfaction' },
      rule: {
        zh: '全部项目有效问卷中总体评分4分及以上的份数/有效问卷份数。',
        en: 'Valid questionnaires with 总体 4 or 5 / valid questionnaires of all contracts.',
      },
    },
    {
      ...satisfied,
      key: 'kangyuan.satisfied',
      title: { zh: '康园服务满意度', en: 'Satisfaction with the disability centre' },
      rule: {
        zh: '康园项目有效问卷中总体评分4分及以上的份数/有效问卷份数。',
        en: 'Valid questionnaires of the 康园 contract with 总体 4 or 5 / valid questionnaires.',
      },
      scope: { contract_of_kind: 'disability_centre' },
    },
  ],
}
