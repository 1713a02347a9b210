/** 服务对象: what can be asked about the people who are served. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'

export const STATUSES = ['active', 'withdrawn', 'deceased'] as const
/** What may be seen whole after giving a reason. */
export const SECRETS = ['id_number', 'phone', 'addresses', 'contacts', 'health'] as const

const text = (max: number) => optional(z.string().check(z.trim(), z.maxLength(max)))
const status = z.enum(STATUSES)

export const searchPeople = endpoint({
  method: 'GET',
  path: '/api/people/search',
  permission: 'people.read',
  summary: '按姓名、拼音、首字母、手机号后四位、会员编号或证件号找人，最多 20 位',
  input: z.object({ q: z.string().check(z.maxLength(100)) }),
  output: z.object({
    rows: z.array(
      z.object({
        person_id: z.string(),
        name: z.string(),
        masked_phone: nullable(z.string()),
        station_names: z.array(z.string()),
        birth_year: nullable(z.number()),
      }),
    ),
  }),
})

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/people',
  permission: 'people.read',
  summary: '服务对象名册，可按站点、状态、年龄、性别、人员类别、残疾类别等级、居住状况筛选',
  input: listInput({
    status: optional(status),
    sex: optional(z.enum(['male', 'female'])),
    age_from: optional(whole(150)),
    age_to: optional(whole(150)),
    category: text(40),
    living_status: text(40),
    disability_category: optional(whole(7)),
    disability_grade: optional(whole(4)),
  }),
  output: listOutput({
    person_id: z.string(),
    name: z.string(),
    sex: nullable(z.string()),
    age: nullable(z.number()),
    status,
    station_names: z.array(z.string()),
    member_nos: z.array(z.string()),
    masked_phone: nullable(z.string()),
    categories: z.array(z.string()),
    living_status: nullable(z.string()),
    ability: nullable(z.string()),
    disability_category: nullable(z.number()),
    disability_grade: nullable(z.number()),
    joined_on: nullable(z.string()),
  }),
})

export const listPeopleWords = endpoint({
  method: 'GET',
  path: '/api/people/words',
  permission: 'people.read',
  summary: '名册中用到的人员类别和居住状况',
  input: z.object({}),
  output: z.object({ categories: z.array(z.string()), living_statuses: z.array(z.string()) }),
})

const registration = z.object({
  registration_id: z.string(),
  station_id: z.string(),
  station_name: z.string(),
  member_no: z.string(),
  name: z.string(),
  community: nullable(z.string()),
  categories: z.array(z.string()),
  living_status: nullable(z.string()),
  ability: nullable(z.string()),
  disability_category: nullable(z.number()),
  disability_grade: nullable(z.number()),
  consent_no: nullable(z.string()),
  pendant_no: nullable(z.string()),
  is_volunteer: nullable(z.boolean()),
  joined_on: nullable(z.string()),
  status,
  status_on: nullable(z.string()),
  warnings: z.array(z.string()),
  evidence: z.string(),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
})

export const getPerson = endpoint({
  method: 'GET',
  path: '/api/people/:person_id',
  permission: 'people.read',
  summary: '一位服务对象；证件和电话遮蔽显示。已被合并的编号给出合并后的那一位',
  input: z.object({ person_id: id() }),
  output: z.object({
    person_id: z.string(),
    name: z.string(),
    sex: nullable(z.string()),
    born_on: nullable(z.string()),
    age: nullable(z.number()),
    status,
    id_kind: nullable(z.string()),
    masked_id: nullable(z.string()),
    masked_phone: nullable(z.string()),
    has_addresses: z.boolean(),
    has_contacts: z.boolean(),
    /** Null without health.read. */
    has_health: nullable(z.boolean()),
    registrations: z.array(registration),
    status_changes: z.array(
      z.object({
        change_id: z.string(),
        station_name: z.string(),
        was_status: z.string(),
        status: z.string(),
        status_on: z.string(),
        reason: z.string(),
        changed_by_name: z.string(),
        changed_at: z.string(),
      }),
    ),
    open_duplicates: z.number(),
    merged: z.array(z.object({ merge_id: z.string(), gone_id: z.string(), gone_name: z.string(), merged_at: z.string() })),
  }),
})

export const revealPerson = endpoint({
  method: 'POST',
  path: '/api/people/:person_id/reveal',
  permission: 'people.reveal',
  summary: '写明原因后查看完整的证件号、电话、住址、联系人或健康情况；谁在何时为何查看会留下记录',
  input: z.object({ person_id: id(), what: z.enum(SECRETS), reason: words(200) }),
  output: z.object({ values: z.array(z.object({ field: z.string(), text: z.string() })) }),
})

export const registerMember = endpoint({
  method: 'POST',
  path: '/api/people',
  permission: 'people.record',
  summary: '登记一位会员；证件号给出出生日期和性别；已在册的同一人只加登记、不重复建人',
  input: z.object({
    registration_id: optional(id()),
    station_id: id(),
    name: words(40),
    id_number: text(30),
    sex: optional(z.enum(['male', 'female'])),
    born_on: optional(day()),
    phone: text(30),
    member_no: text(40),
    card_no: text(40),
    community: text(60),
    categories: z._default(z.array(words(40)).check(z.maxLength(20)), []),
    living_status: text(40),
    ability: text(40),
    consent_no: text(40),
    pendant_no: text(40),
    joined_on: optional(day()),
    is_volunteer: optional(z.boolean()),
    ethnicity: text(20),
    marital: text(20),
    education: text(20),
    politics: text(20),
    income: text(60),
    insurance: text(60),
    religion: text(40),
    address: text(200),
    household_address: text(200),
    contact1_name: text(40),
    contact1_relation: text(20),
    contact1_phone: text(30),
    contact2_name: text(40),
    contact2_relation: text(20),
    contact2_phone: text(30),
    guardian: text(40),
    guardian_relation: text(20),
    guardian_phone: text(30),
    doctor: text(60),
    interests: text(200),
    needs: text(400),
    height: text(20),
    weight: text(20),
    chronic: text(400),
    medication: text(400),
    allergy: text(400),
    diet: text(400),
    disability_text: text(200),
    note: text(400),
  }),
  output: z.object({ registration_id: z.string(), person_id: z.string(), already_known: z.boolean() }),
})

export const changeStatus = endpoint({
  method: 'POST',
  path: '/api/people/registrations/:registration_id/status',
  permission: 'people.record',
  summary: '退会、去世或重新入会：写明日期和原因；去世对此人在各站的登记都生效',
  input: z.object({ registration_id: id(), status, status_on: day(), reason: words(200) }),
  output: z.object({ changed: z.number() }),
})

const compared = z.object({
  person_id: z.string(),
  name: z.string(),
  sex: nullable(z.string()),
  born_on: nullable(z.string()),
  masked_id: nullable(z.string()),
  masked_phone: nullable(z.string()),
  station_names: z.array(z.string()),
  member_nos: z.array(z.string()),
  communities: z.array(z.string()),
  joined_on: nullable(z.string()),
})

export const listDuplicates = endpoint({
  method: 'GET',
  path: '/api/people/duplicates',
  permission: 'people.merge',
  summary: '疑似重复的两位并排列出，最像的在前',
  input: listInput({ state: z._default(z.enum(['open', 'same', 'not_same']), 'open'), person_id: optional(id()) }),
  output: listOutput({
    duplicate_id: z.string(),
    score: z.number(),
    /** What spoke for and against, with the points it counted when the pair was found. */
    reasons: z.array(z.object({ reason: z.string(), points: z.number() })),
    state: z.string(),
    a: compared,
    b: compared,
  }),
})

export const decideDuplicate = endpoint({
  method: 'POST',
  path: '/api/people/duplicates/:duplicate_id',
  permission: 'people.merge',
  summary: '是同一人（合并，可撤销）或不是同一人（记住，不再问）',
  input: z.object({ duplicate_id: id(), decision: z.enum(['same', 'not_same']), kept_id: optional(id()), reason: text(200) }),
  output: z.object({ merge_id: nullable(z.string()) }),
})

export const mergePeople = endpoint({
  method: 'POST',
  path: '/api/people/merges',
  permission: 'people.merge',
  summary: '把一位并入另一位：登记和服务都归到保留的一位；同一次服务记了两遍的只留先记的',
  input: z.object({ merge_id: optional(id()), kept_id: id(), gone_id: id(), reason: words(200) }),
  output: z.object({ merge_id: z.string(), moved: z.number(), repeats: z.number() }),
})

export const listMerges = endpoint({
  method: 'GET',
  path: '/api/people/merges',
  permission: 'people.merge',
  summary: '做过的合并，最近的在前',
  input: listInput({ person_id: optional(id()) }),
  output: listOutput({
    merge_id: z.string(),
    kept_id: z.string(),
    kept_name: z.string(),
    gone_id: z.string(),
    gone_name: z.string(),
    reason: z.string(),
    moved: z.number(),
    repeats: z.number(),
    merged_by_name: z.string(),
    merged_at: z.string(),
    undone_by_name: nullable(z.string()),
    undone_at: nullable(z.string()),
  }),
})

export const undoMerge = endpoint({
  method: 'POST',
  path: '/api/people/merges/:merge_id/undo',
  permission: 'people.merge',
  summary: '撤销合并：每一行都回到合并前的样子',
  input: z.object({ merge_id: id() }),
  output: z.object({ restored: z.number() }),
})
