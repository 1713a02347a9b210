import type { SliceFigures } from '../../shared/figure-source.ts'

const source = 'orgs.stations'

export const figures: SliceFigures = {
  sources: [
    {
      name: source,
      title: { zh: '运营中的站点', en: 'Open stations' },
      sql: `select station_id, code, name, town, community, kind, opened_on, leader
            from orgs.stations
            where organisation_id = :organisation_id and void_id is null and state = 'open' and (opened_on is null or opened_on <= :to)`,
      id: 'station_id',
      dimensions: { station: 'station_id' },
      columns: [
        { field: 'code', title: { zh: '站点编号', en: 'Code' }, type: 'text' },
        { field: 'name', title: { zh: '站点名称', en: 'Station' }, type: 'text' },
        { field: 'town', title: { zh: '镇', en: 'Town' }, type: 'text' },
        { field: 'community', title: { zh: '村/社区', en: 'Community' }, type: 'text' },
        { field: 'opened_on', title: { zh: '启用日期', en: 'Opened' }, type: 'day' },
      ],
      record: { path: '/organisation/stations/:id' },
      order: 'code',
    },
  ],
  definitions: [
    {
      key: 'org.stations.count',
      title: { zh: '服务站点', en: 'Stations' },
      unit: '个',
      rule: { zh: '站点表中状态为“运营中”的站点数。', en: 'Rows of 站点 with 状态 运营中.' },
      rules: ['R26'],
      source,
      measure: { kind: 'count' },
    },
  ],
}
