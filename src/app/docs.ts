/** OpenAPI 3.1 made from the contracts, and a page to read it by, without any foreign host. */
import type { FastifyInstance } from 'fastify'
import type { MountedEndpoint } from '../platform/mount.ts'
import { z, type Endpoint } from '../shared/endpoint.ts'
import { refusalTexts } from '../shared/refusal-texts.ts'
import { docsPage } from './docs-page.ts'

type Shape = Record<string, unknown> & { properties?: Record<string, object>; required?: string[] }

const shapeOf = (type: z.ZodMiniType, io: 'input' | 'output'): Shape => {
  const { $schema: _, ...shape } = z.toJSONSchema(type, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Shape & {
    $schema?: string
  }
  return shape
}

const refusal = {
  description: '{code, message, field?, details?, request_id}',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
}

const operationOf = ({ name, endpoint }: Pick<MountedEndpoint, 'name' | 'endpoint'>) => {
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map((m) => m[1]!)
  const input = shapeOf(endpoint.input, 'input')
  const rest = Object.entries(input.properties ?? {}).filter(([field]) => !inPath.includes(field))
  const parameter = (field: string, place: 'path' | 'query', schema: object | undefined) => ({
    name: field,
    in: place,
    required: place === 'path' || (input.required ?? []).includes(field),
    schema: schema ?? { type: 'string' },
  })
  const body = {
    ...input,
    properties: Object.fromEntries(rest),
    required: (input.required ?? []).filter((field) => !inPath.includes(field)),
  }
  const reads = endpoint.method === 'GET'
  return {
    operationId: name,
    summary: endpoint.summary,
    description: `Permission: ${endpoint.permission}`,
    tags: [endpoint.path.split('/')[2]!],
    security: endpoint.permission === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...inPath.map((field) => parameter(field, 'path', input.properties?.[field])),
      ...(reads ? rest.map(([field, schema]) => parameter(field, 'query', schema)) : []),
    ],
    ...(reads || rest.length === 0 ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: shapeOf(endpoint.output, 'output') } } },
      '4XX': refusal,
    },
  }
}

/** The whole description; `endpoints` in the order in which they are mounted. */
export const openApiOf = (endpoints: readonly { readonly name: string; readonly endpoint: Endpoint }[]) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const each of endpoints) {
    const address = each.endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [each.endpoint.method.toLowerCase()]: operationOf(each) }
  }
  const field = { type: 'string' }
  return {
    openapi: '3.1.0',
    info: {
      title: '恒爱 Hengai',
      version: '1',
      description: 'One flat input per endpoint; refusals are {code, message} in the language of accept-language.',
    },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'hengai_session' } },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['code', 'message', 'request_id'],
          properties: {
            code: { ...field, enum: [...Object.keys(refusalTexts), 'fault'] },
            message: field,
            field,
            details: { type: 'object' },
            request_id: field,
          },
        },
      },
    },
  }
}

export const mountDocs = (
  app: FastifyInstance,
  endpoints: readonly { readonly name: string; readonly endpoint: Endpoint }[],
): void => {
  const description = openApiOf(endpoints)
  app.get('/api/openapi.json', () => description)
  app.get('/api/docs', (_, reply) => reply.type('text/html; charset=utf-8').send(docsPage(endpoints)))
}
