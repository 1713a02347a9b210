import { endpoint, z } from '../shared/endpoint.ts'

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
