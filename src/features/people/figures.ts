/** 会员: one row per person as a state of the period's last day (rules R24, R07), and one row per person and station. */
import type { FigureDefinition, SliceFigures, SourceColumn } from '../../shared/figure-source.ts'

const personColumns: readonly SourceColumn[] = [
  { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
  { field: 'sex', title: { zh: '性别', en: 'Sex' }, type: 'state' },
  { field: 'born_on', title: { zh: '出生日期', en: 'Born' }, type: 'day' },
  { field: 'age', title: { zh: '年龄', en: 'Age' }, type: 'number' },
  { field: 'first_joined_on', title: { zh: '建档日期', en: 'Joined' }, type: 'day' },
  { field: 'station_count', title: { zh: '站点数', en: 'Stations' }, type: 'number' },
]

/** A row of the register still stands on the last day: 在册, or left after it. */
const standing = `(r.status = 'active' or r.status_on > :to)`
const died = `(r.status = 'deceased' and (r.status_on is null or r.status_on <= :to))`

const persons = `
  select p.person_id, p.sex, p.born_on, (p.id_kind is null) as without_id,
    (extract(year from :to::date) - extract(year from p.born_on)
      - case when to_char(p.born_on, 'MMDD') > to_char(:to::date, 'MMDD') then 1 else 0 end)::int as age,
    r.active, r.first_joined_on, r.station_count, r.died_on, r.disability_category, r.disability_grade, r.station_id
  from people.persons p
  join (
    select r.person_id, bool_or(${standing}) and not bool_or(${died}) as active,
      min(r.joined_on) as first_joined_on, count(distinct r.station_id)::int as station_count,
      min(r.station_id::text)::uuid as station_id,
      min(r.status_on) filter (where r.status = 'deceased') as died_on,
      (array_agg(r.disability_category order by r.disability_grade) filter (where r.disability_category is not null))[1] as disability_category,
      min(r.disability_grade) as disability_grade
    from people.registrations r
    where r.organisation_id = :organisation_id and r.void_id is null
    group by r.person_id
  ) r on r.person_id = p.person_id
  where p.organisation_id = :organisation_id and p.void_id is null and p.merged_into is null`

const atStations = `
  select r.person_id::text || r.station_id::text as row_id, r.person_id, r.station_id,
    bool_or(${standing}) and not coalesce(d.died, false) as active_here
  from people.registrations r
  left join (select r.person_id, bool_or(${died}) as died from people.registrations r
    where r.organisation_id = :organisation_id and r.void_id is null group by r.person_id) d on d.person_id = r.person_id
  where r.organisation_id = :organisation_id and r.void_id is null
  group by r.person_id, r.station_id, d.died`

type Rest = Pick<FigureDefinition, 'measure' | 'where' | 'source' | 'rules'>

const definition = (
  key: string,
  zh: string,
  en: string,
  unit: string,
  rule_zh: string,
  rule_en: string,
  rest: Rest,
): FigureDefinition => ({
  key,
  title: { zh, en },
  unit,
  rule: { zh: rule_zh, en: rule_en },
  ...rest,
})

const member = (where: string | undefined, rules: readonly string[]): Rest => ({
  source: 'people.members',
  measure: { kind: 'count' },
  rules,
  ...(where ? { where } : {}),
})
const row = (where: string | undefined, rules: readonly string[]): Rest => ({
  source: 'people.registrations',
  measure: { kind: 'count' },
  rules,
  ...(where ? { where } : {}),
})

export const figures: SliceFigures = {
  sources: [
    {
      name: 'people.members',
      title: { zh: '会员', en: 'Members' },
      sql: persons,
      id: 'person_id',
      dimensions: { person: 'person_id', station: 'station_id' },
      columns: personColumns,
      record: { path: '/people/:id' },
      order: 'first_joined_on, person_id',
    },
    {
      name: 'people.members_at_stations',
      title: { zh: '各站会员', en: 'Members by station' },
      sql: atStations,
      id: 'row_id',
      dimensions: { person: 'person_id', station: 'station_id' },
      columns: [personColumns[0]!, { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' }],
      record: { path: '/people/:id', field: 'person_id' },
      order: 'row_id',
    },
    {
      name: 'people.registrations',
      title: { zh: '会员登记行', en: 'Register rows' },
      sql: `select registration_id, person_id, station_id, member_no, joined_on, status, status_on from people.registrations where organisation_id = :organisation_id and void_id is null`,
      id: 'registration_id',
      dimensions: { person: 'person_id', station: 'station_id' },
      columns: [
        { field: 'member_no', title: { zh: '会员编号', en: 'Member number' }, type: 'text' },
        personColumns[0]!,
        { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
        { field: 'joined_on', title: { zh: '建档日期', en: 'Joined' }, type: 'day' },
        { field: 'status', title: { zh: '状态', en: 'Status' }, type: 'state' },
        { field: 'status_on', title: { zh: '状态日期', en: 'Since' }, type: 'day' },
      ],
      record: { path: '/people/:id', field: 'person_id' },
      order: 'member_no',
    },
  ],
  definitions: [
    definition(
      'members.valid_rows',
      '有效登记行',
      'Valid register rows',
      '行',
      '未被隔离的登记行数。',
      'Register rows that are not quarantined.',
      row(undefined, ['R05', 'R24']),
    ),
    definition(
      'members.persons',
      '登记人数',
      'Persons registered',
      '人',
      '有效登记行按同一人规则去重后的人数。',
      'Distinct persons over all valid register rows.',
      member(undefined, ['R06', 'R07']),
    ),
    definition(
      'members.persons_active',
      '年末在册人数',
      'Active members',
      '人',
      '12月31日至少有一行在册且无“去世”记录的人数。',
      'Distinct persons with at least one row still 在册 on 31 December and no row 去世.',
      member('active', ['R08', 'R24']),
    ),
    definition(
      'members.at_two_or_more_stations',
      '两站以上登记',
      'At two or more stations',
      '人',
      '在两个及以上站点有有效登记的人数。',
      'Persons with valid rows at two or more stations.',
      member('station_count >= 2', ['R07']),
    ),
    definition(
      'members.without_id',
      '无证件号',
      'Without an ID number',
      '人',
      '所有有效登记行均无证件号码的人数。',
      'Persons none of whose valid rows has an identity document number.',
      member('without_id', ['R06']),
    ),
    definition(
      'members.joined_in_year',
      '本年建档',
      'Joined in the year',
      '人',
      '有效登记行中最早建档日期在本年度内的人数。',
      'Persons whose earliest 建档日期 over their valid rows lies in the year.',
      member('first_joined_on between :from and :to', ['R24']),
    ),
    definition(
      'members.deceased_in_year',
      '本年去世',
      'Deceased in the year',
      '人',
      '本年度状态变为去世（已故）的人数。',
      'Persons with status 去世 (or 已故) dated in the year.',
      member('died_on between :from and :to', ['R08']),
    ),
    definition(
      'members.withdrawn_in_year',
      '本年退会',
      'Withdrawn in the year',
      '人',
      '本年度状态变为退会（注销）的有效登记行数。',
      'Valid register rows with status 退会 (or 注销) dated in the year.',
      row(`status = 'withdrawn' and status_on between :from and :to`, ['R08']),
    ),
    definition(
      'members.elders_60_plus',
      '60岁以上',
      'Aged 60 or more',
      '人',
      '12月31日年满60周岁的在册人数（出生日期以身份证为准，无身份证以填写为准）。',
      'Active persons aged 60 or more on 31 December (birth date from the ID; typed birth date if there is no mainland ID).',
      member('active and age >= 60', ['R24']),
    ),
    definition(
      'members.elders_80_plus',
      '80岁以上',
      'Aged 80 or more',
      '人',
      '12月31日年满80周岁的在册人数。',
      'Active persons aged 80 or more on 31 December.',
      member('active and age >= 80', ['R24']),
    ),
    definition(
      'members.female',
      '女性',
      'Women',
      '人',
      '在册人员中女性人数（以身份证为准，无身份证以填写为准）。',
      'Active persons whose sex is female (from the ID; typed if there is no mainland ID).',
      member(`active and sex = 'female'`, ['R24']),
    ),
    definition(
      'members.disabled',
      '持残疾证',
      'With a disability card',
      '人',
      '在册人员中残疾证号有效（前18位与本人身份证一致，后接类别1-7、等级1-4）的人数。',
      'Active persons with a valid disability card number (18-digit ID equal to the own ID + category 1-7 + grade 1-4).',
      member('active and disability_category is not null', ['R24']),
    ),
    definition(
      'members.disabled_severe',
      '重度残疾',
      'Severely disabled',
      '人',
      '上述人员中残疾等级为一、二级的人数。',
      'As above with grade 1 or 2.',
      member('active and disability_grade <= 2', ['R24']),
    ),
    {
      ...definition(
        'members.at_station',
        '登记人数（本站）',
        'Persons registered here',
        '人',
        '有效登记去重人数。',
        'Distinct persons with a valid row at the station.',
        { source: 'people.members_at_stations', measure: { kind: 'distinct', column: 'person_id' }, rules: ['R07'] },
      ),
      table_only: true,
    },
    {
      ...definition(
        'members.active_at_station',
        '年末在册人数（本站）',
        'Active members here',
        '人',
        '年末在册人数（无站点的项目为0）。',
        'Distinct persons still 在册 on 31 December at the station(s) of the row.',
        {
          source: 'people.members_at_stations',
          where: 'active_here',
          measure: { kind: 'distinct', column: 'person_id' },
          rules: ['R24'],
        },
      ),
      table_only: true,
    },
  ],
}
