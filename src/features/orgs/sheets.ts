/** 站点一览表: the stations of an organisation, with the contracts that take their records. */
import type { Ctx } from '../../platform/context.ts'
import { normalCode } from '../../shared/normal.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { recordStations } from './service.ts'
import { stationStateOf } from './rules.ts'

const fields = {
  code: { type: 'code', headings: ['站点编号', '站点代码', '站点编码', '编号', '代码', '服务站编号', '机构代码', '站号'] },
  name: {
    type: 'text',
    headings: [
      '站点名称',
      '站点全称',
      '服务站点名称',
      '服务站点',
      '服务点名称',
      '服务点',
      '站名',
      '站点',
      '机构名称',
      '名称',
      '中心名称',
    ],
    required: true,
  },
  town: { type: 'text', headings: ['镇', '镇街', '所在镇', '所属镇街', '所属镇', '街道', '镇/街道', '街镇'] },
  community: { type: 'text', headings: ['村/社区', '村居', '社区', '所在村居', '所属村居', '村社区', '村（居）'] },
  division_code: { type: 'code', headings: ['区划代码', '行政区划代码', '统计用区划代码', '区划编码', '行政区划'] },
  contract_code: {
    type: 'text',
    headings: ['项目编号', '合同编号', '所属项目编号', '对应项目', '所属项目', '对应合同', '所属合同'],
  },
  kind: { type: 'text', headings: ['站点类型', '站点类别', '类型', '机构类型'] },
  opened_on: {
    type: 'day',
    headings: ['启用日期', '开业日期', '运营日期', '开站日期', '成立日期', '启用时间', '投入使用日期', '揭牌日期'],
  },
  leader: { type: 'text', headings: ['负责人', '站长', '站点负责人', '主管', '负责社工'] },
  phone: { type: 'text', headings: ['联系电话', '电话', '站点电话', '座机', '固定电话', '办公电话'] },
  state: {
    type: 'text',
    cells: /^(?:运营中|正常|开放|已撤销|停用|关闭|停业|在用)/,
    headings: ['状态', '运营状态', '站点状态', '运营情况', '使用状态', '现状', '营运状态', '是否运营'],
    required: true,
  },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export interface StationTake {
  readonly station_id: string
  readonly contract_code: string
}

/** `take` puts the contracts named beside the stations on record; contracts are a floor above, so the application hands it in. */
export const stationsSheet = (take: (ctx: Ctx, takes: readonly StationTake[]) => Promise<void>) =>
  sheetForm<Ctx, typeof fields>({
    kind: 'orgs.stations',
    title: { zh: '站点', en: 'Stations' },
    sheet_names: ['站点', '服务站点', '站点一览'],
    fields,
    record: async ({ ctx }, rows) => {
      const outcomes = await recordStations(
        ctx,
        rows.map((row) => ({
          // Not every organisation numbers its stations.
          code: row.code.value || row.name.text,
          name: row.name.text,
          town: row.town.value || undefined,
          community: row.community.value || undefined,
          division_code: row.division_code.value || undefined,
          opened_on: row.opened_on.value,
          leader: row.leader.value || undefined,
          phone: row.phone.value || undefined,
          kind_words: row.kind.text,
          state: stationStateOf(row.state.text),
          note: row.note.value || undefined,
        })),
      )
      const takes = rows.flatMap((row, at) => {
        const outcome = outcomes[at]!
        if ('refused' in outcome) return []
        const codes = row.contract_code.text
          .split(/[、，,;；/\s]+/)
          .map(normalCode)
          .filter((code) => code !== '')
        return codes.map((contract_code) => ({ station_id: outcome.id, contract_code }))
      })
      await take(ctx, takes)
      return outcomes
    },
  })
