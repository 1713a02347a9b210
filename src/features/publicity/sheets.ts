/** The workbook sheets about how the organisation was seen: 媒体报道, 参观接待, 荣誉. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField } from '../records/sheet-fields.ts'
import { levelOf, wasHeld, winnerKindOf } from './rules.ts'
import { recordHonours, recordMediaReports, recordReceptions } from './service.ts'

const text = (...headings: string[]) => ({ type: 'text', headings }) as const
const needed = (...headings: string[]) => ({ ...text(...headings), required: true }) as const
const withCells = (cells: RegExp, ...headings: string[]) => ({ ...needed(...headings), cells }) as const

const mediaFields = {
  occurred_on: dayField('报道日期', '发布日期', '刊登日期', '发表日期', '刊发日期', '发稿日期', '刊播日期'),
  title: needed('标题', '报道标题', '文章标题', '新闻标题', '报道名称', '题目', '稿件标题'),
  outlet: needed(
    '媒体',
    '媒体名称',
    '报道媒体',
    '发布媒体',
    '刊登媒体',
    '发布平台',
    '平台',
    '报道单位',
    '媒体单位',
    '刊发媒体',
    '来源',
    '刊载媒体',
  ),
  level: withCells(
    /^(?:国家|省|市|区|县|镇|机构公众号)/,
    '级别',
    '媒体级别',
    '报道级别',
    '媒体层级',
    '等级',
    '媒体等级',
    '层级',
    '媒体类别',
  ),
  link: text('链接', '报道链接', '网址', '文章链接', '链接地址', '网页链接', '原文链接', 'URL', '新闻链接', '网络链接'),
  contract_code: { type: 'code', headings: ['项目编号', '合同编号', '所属项目', '项目代码'] },
  is_reprint: { type: 'yes_no', headings: ['是否转载', '转载', '是否为转载'] },
  note: text('备注', '说明', '备注说明', '其他说明', '备注信息'),
} as const

export const mediaSheet = sheetForm<Ctx, typeof mediaFields>({
  kind: 'publicity.media',
  title: { zh: '媒体报道', en: 'Media' },
  sheet_names: ['媒体报道', '媒体', '宣传报道', '新闻报道'],
  fields: mediaFields,
  dated_by: 'occurred_on',
  after: ['contracts.contracts'],
  record: (run, rows) =>
    recordMediaReports(
      run.ctx,
      rows.map((row) => ({
        occurred_on: row.occurred_on.value!,
        title: row.title.value ?? '',
        outlet: row.outlet.value,
        level: levelOf(row.level.text),
        link: row.link.value,
        contract_code: row.contract_code.value,
        is_reprint: row.is_reprint.value ?? /^(?!非|不|否|未).*转载/.test(row.is_reprint.text.trim()),
        note: row.note.value,
        evidence: 'imported',
      })),
    ),
})

const receptionFields = {
  occurred_on: dayField('来访日期', '接待日期', '参观日期', '到访日期', '参访日期'),
  visitor: needed(
    '来访单位',
    '来访单位/团体',
    '参观单位',
    '来访团体',
    '到访单位',
    '参访单位',
    '来宾单位',
    '来访者',
    '来访单位名称',
    '来宾',
  ),
  visitor_count: { type: 'number', headings: ['来访人数', '参观人数', '人数', '到访人数', '接待人数', '参访人数'] },
  purpose: text('事由', '来访事由', '来访目的', '参观内容', '主题', '内容', '目的', '参观目的', '接待事由'),
  place: text('地点', '参观地点', '接待地点', '参观点', '站点', '参访地点'),
  received_by: text('接待人', '接待人员', '接待负责人', '陪同人', '陪同人员'),
  state: withCells(
    /^(?:已?接待|取消|延期|待接待|未接待)/,
    '状态',
    '接待状态',
    '是否接待',
    '完成情况',
    '接待情况',
    '情况',
    '接待结果',
  ),
} as const

export const receptionsSheet = sheetForm<Ctx, typeof receptionFields>({
  kind: 'publicity.receptions',
  title: { zh: '参观接待', en: 'Receptions' },
  sheet_names: ['参观接待', '接待', '参观', '来访'],
  fields: receptionFields,
  dated_by: 'occurred_on',
  record: (run, rows) =>
    recordReceptions(
      run.ctx,
      rows.map((row) => ({
        occurred_on: row.occurred_on.value!,
        visitor: row.visitor.value ?? '',
        visitor_count: row.visitor_count.value,
        purpose: row.purpose.value,
        place: row.place.value,
        received_by: row.received_by.value,
        held: wasHeld(row.state.text),
        evidence: 'imported',
      })),
    ),
})

const honourFields = {
  occurred_on: dayField('获奖日期', '颁发日期', '获得日期', '授予日期', '表彰日期'),
  winner_kind: needed(
    '对象类型',
    '获奖类型',
    '获奖对象类型',
    '类别',
    '类型',
    '对象类别',
    '获奖者类型',
    '获得者类型',
    '获奖主体',
    '表彰对象类型',
    '获奖对象',
  ),
  winner: needed(
    '获得者',
    '获奖者',
    '获奖人',
    '获奖人/单位',
    '获奖个人/集体',
    '姓名/单位',
    '受表彰者',
    '获奖对象',
    '获奖单位/个人',
    '获奖个人或集体',
    '获荣誉者',
    '获得者名称',
  ),
  title: needed(
    '荣誉名称',
    '奖项名称',
    '荣誉称号',
    '奖项',
    '称号',
    '荣誉',
    '获奖项目',
    '获奖名称',
    '获得荣誉',
    '奖励名称',
    '所获荣誉',
  ),
  awarded_by: text('颁发单位', '颁奖单位', '授予单位', '颁发机构', '表彰单位', '颁授单位'),
  level: withCells(
    /^(?:国家|省|市|区|县|镇|机构公众号)/,
    '级别',
    '荣誉级别',
    '奖项级别',
    '表彰级别',
    '等级',
    '层级',
    '获奖级别',
    '奖励级别',
  ),
  note: text('备注', '说明', '备注说明', '其他说明', '备注信息'),
} as const

export const honoursSheet = sheetForm<Ctx, typeof honourFields>({
  kind: 'publicity.honours',
  title: { zh: '荣誉', en: 'Honours' },
  sheet_names: ['荣誉', '获奖', '表彰'],
  fields: honourFields,
  dated_by: 'occurred_on',
  record: (run, rows) =>
    recordHonours(
      run.ctx,
      rows.map((row) => ({
        occurred_on: row.occurred_on.value!,
        winner_kind: winnerKindOf(row.winner_kind.text),
        winner: row.winner.value ?? '',
        title: row.title.value ?? '',
        awarded_by: row.awarded_by.value,
        level: levelOf(row.level.text),
        note: row.note.value,
        evidence: 'imported',
      })),
    ),
})
