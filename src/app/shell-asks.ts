import { day, endpoint, optional, z } from '../shared/endpoint.ts'

export const getFigures = endpoint({
  method: 'GET',
  path: '/api/figures',
  permission: 'figures.read',
  summary: 'Figures of a period.',
  input: z.object({ from: day(), to: day(), station_id: optional(z.uuid()) }),
  output: z.object({
    figures: z.array(
      z.object({
        key: z.string(),
        title_zh: z.string(),
        title_en: z.string(),
        value: z.nullable(z.number()),
        unit: z.string(),
        numerator: z.optional(z.nullable(z.number())),
        denominator: z.optional(z.nullable(z.number())),
        problem: z.optional(z.nullable(z.string())),
      }),
    ),
  }),
})

export const searchPeople = endpoint({
  method: 'GET',
  path: '/api/people/search',
  permission: 'people.read',
  summary: 'People by name, pinyin, initials or telephone tail.',
  input: z.object({ q: z.string() }),
  output: z.object({
    rows: z.array(
      z.object({
        person_id: z.string(),
        name: z.string(),
        masked_phone: z.nullable(z.string()),
        station_names: z.array(z.string()),
        birth_year: z.nullable(z.number()),
      }),
    ),
  }),
})
