import type { FigureDefinition, SliceFigures } from '../../shared/figure-source.ts'

const source = 'staff.employees'

/** Distinct ID numbers; a row without one stands for itself. */
const measure: FigureDefinition['measure'] = { kind: 'distinct', column: 'person_key' }

const definition = (key: string, zh: string, en: string, rule: { zh: string; en: string }, where?: string): FigureDefinition => ({
  key: `org.staff.${key}`,
  title: { zh, en },
  unit: '人',
  rule,
  rules: ['R25'],
  source,
  measure,
  ...(where ? { where } : {}),
})

const level = (which: string, zh: string) => ({
  zh: `同上，等级为${zh}：含“高级”为高级，含“助理”或“初级”为初级，其余为中级。`,
  en: `As above, level ${which}: 高级 = senior; else 助理 or 初级 = assistant; else middle.`,
})

export const figures: SliceFigures = {
  sources: [
    {
      name: source,
      title: { zh: '在职员工', en: 'Employees on the roll' },
      // The highest social work certificate of each: senior, middle, assistant sort in reverse of the alphabet.
      sql: `select e.employee_id, e.employee_no, e.name, e.post, e.contract_code, e.hired_on, e.left_on, e.employment_kind,
              coalesce(encode(e.id_blind, 'hex'), e.employee_id::text) as person_key,
              (select max(c.level) from staff.certificates c
                where c.organisation_id = e.organisation_id and c.employee_id = e.employee_id and c.void_id is null and c.level <> 'other') as certificate_level
            from staff.employees e
            where e.organisation_id = :organisation_id and e.void_id is null and e.employment_kind <> 'intern'
              and (e.hired_on is null or e.hired_on <= :to) and (e.left_on is null or e.left_on > :to)`,
      id: 'employee_id',
      dimensions: {},
      columns: [
        { field: 'employee_no', title: { zh: '工号', en: 'Number' }, type: 'text' },
        { field: 'name', title: { zh: '姓名', en: 'Name' }, type: 'text' },
        { field: 'post', title: { zh: '岗位', en: 'Post' }, type: 'text' },
        { field: 'contract_code', title: { zh: '所属项目', en: 'Contract' }, type: 'text' },
        { field: 'hired_on', title: { zh: '入职日期', en: 'Hired' }, type: 'day' },
        { field: 'left_on', title: { zh: '离职日期', en: 'Left' }, type: 'day' },
      ],
      record: { path: '/organisation/employees/:id' },
      order: 'employee_no',
    },
  ],
  definitions: [
    definition('on_roll', '服务团队成员', 'Employees', {
      zh: '员工表按身份证去重，12月31日（含）前入职、当日未离职、用工形式不是实习的人数。',
      en: 'Distinct persons (by ID) in 员工 hired by 31 December, not left by 31 December, 用工形式 not 实习.',
    }),
    definition(
      'social_work_certificate',
      '持社工师证人员',
      'With a social work certificate',
      {
        zh: '在职员工中证书名称含“社会工作师”或“社工师”且有证书编号的人数。',
        en: 'Staff on roll whose certificate name contains 社会工作师 or 社工师 and has a certificate number.',
      },
      'certificate_level is not null',
    ),
    definition(
      'certificate_assistant',
      '助理社会工作师',
      'Assistant social workers',
      level('assistant', '初级（助理）'),
      `certificate_level = 'assistant'`,
    ),
    definition(
      'certificate_middle',
      '社会工作师（中级）',
      'Social workers, middle level',
      level('middle', '中级'),
      `certificate_level = 'middle'`,
    ),
    definition(
      'certificate_senior',
      '高级社会工作师',
      'Senior social workers',
      level('senior', '高级'),
      `certificate_level = 'senior'`,
    ),
  ],
}
