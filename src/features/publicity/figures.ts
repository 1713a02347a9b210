/** 媒体报道, 参观接待 and 荣誉 of the organisation. */
import type { FigureDefinition, SliceFigures, Words } from '../../shared/figure-source.ts'

const counted = (
  key: string,
  title: Words,
  unit: string,
  rule: Words,
  rest: Pick<FigureDefinition, 'rules' | 'source'> & { where?: string },
): FigureDefinition => ({ key, title, unit, rule, measure: { kind: 'count' }, ...rest })

const media = (where = '') => ({ rules: ['R27'], source: 'publicity.media', where: `not_counted is null${where}` })

const day = { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' } as const
const level = { field: 'level', title: { zh: '级别', en: 'Level' }, type: 'state' } as const

const text = (field: string, zh: string, en: string) => ({ field, title: { zh, en }, type: 'text' }) as const

export const figures: SliceFigures = {
  sources: [
    {
      name: 'publicity.media',
      title: { zh: '媒体报道', en: 'Media' },
      sql: `select media_id, contract_id, occurred_on, title, outlet, level, link, not_counted, evidence
            from publicity.media where organisation_id = :organisation_id and void_id is null`,
      id: 'media_id',
      dimensions: { day: 'occurred_on', contract: 'contract_id' },
      columns: [
        day,
        text('title', '标题', 'Title'),
        text('outlet', '媒体', 'Outlet'),
        level,
        { field: 'contract_id', title: { zh: '项目', en: 'Contract' }, type: 'contract' },
        text('link', '链接', 'Link'),
      ],
      record: { path: '/publicity/media/:id' },
    },
    {
      name: 'publicity.receptions',
      title: { zh: '参观接待', en: 'Receptions' },
      sql: `select reception_id, occurred_on, visitor, visitor_count, purpose, place, not_counted, evidence
            from publicity.receptions where organisation_id = :organisation_id and void_id is null`,
      id: 'reception_id',
      dimensions: { day: 'occurred_on' },
      columns: [
        day,
        text('visitor', '来访单位', 'Visitors'),
        { field: 'visitor_count', title: { zh: '人数', en: 'How many' }, type: 'number' },
        text('purpose', '事由', 'Purpose'),
        text('place', '地点', 'Place'),
      ],
      record: { path: '/publicity/receptions/:id' },
    },
    {
      name: 'publicity.honours',
      title: { zh: '荣誉', en: 'Honours' },
      sql: `select honour_id, occurred_on, winner_kind, winner, title, awarded_by, level, evidence
            from publicity.honours where organisation_id = :organisation_id and void_id is null`,
      id: 'honour_id',
      dimensions: { day: 'occurred_on' },
      columns: [
        day,
        text('winner', '获得者', 'Winner'),
        text('title', '荣誉名称', 'Award'),
        text('awarded_by', '颁发单位', 'Awarded by'),
        level,
      ],
      record: { path: '/publicity/honours/:id' },
    },
  ],
  definitions: [
    counted(
      'org.media.total',
      { zh: '媒体报道', en: 'Media reports' },
      '篇',
      {
        zh: '本年度媒体报道：同一链接计一次，转载不计，机构公众号不计。',
        en: 'Media items dated in the year; the same link once; no reprints; 级别 机构公众号 excluded.',
      },
      media(),
    ),
    counted(
      'org.media.provincial_or_national',
      { zh: '省级及以上媒体报道', en: 'Reports in national and provincial media' },
      '篇',
      { zh: '上述报道中级别为省级或国家级的篇数。', en: 'Counted media items with 级别 省级 or 国家级.' },
      media(` and level in ('provincial', 'national')`),
    ),
    counted(
      'org.media.national',
      { zh: '国家级媒体报道', en: 'Reports in national media' },
      '篇',
      { zh: '上述报道中级别为国家级的篇数。', en: 'Counted media items with 级别 国家级.' },
      media(` and level = 'national'`),
    ),
    counted(
      'org.receptions',
      { zh: '参观接待', en: 'Receptions' },
      '场',
      {
        zh: '本年度状态为“已接待”的参观接待，同日同一来访单位计一次。',
        en: 'Reception visits dated in the year with 状态 已接待; same day and visitor once.',
      },
      { rules: ['R28'], source: 'publicity.receptions', where: 'not_counted is null' },
    ),
    counted(
      'org.honours.staff_national',
      { zh: '员工获国家级荣誉', en: 'National honours of employees' },
      '个',
      {
        zh: '本年度对象类型为员工、级别为国家级的荣誉，同日同人同名计一次。',
        en: 'Honours dated in the year with 对象类型 员工 and 级别 国家级; same date, winner and title once.',
      },
      { rules: ['R28'], source: 'publicity.honours', where: `winner_kind = 'staff' and level = 'national'` },
    ),
  ],
}
