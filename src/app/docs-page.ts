import type { Endpoint } from '../shared/endpoint.ts'
import { z } from '../shared/endpoint.ts'

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

interface JsonShape {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonShape[]
  readonly items?: JsonShape
  readonly properties?: Readonly<Record<string, JsonShape>>
  readonly required?: readonly string[]
}

/** One type in a line: `text`, `uuid | null`, `"zh" | "en"`, `[ … ]`. */
const wordsOf = (shape: JsonShape): string => {
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (shape.anyOf) return shape.anyOf.map(wordsOf).join(' | ')
  if (shape.type === 'array') return `[ ${wordsOf(shape.items ?? {})} ]`
  if (shape.properties)
    return `{ ${Object.entries(shape.properties)
      .map(([name, of]) => `${name}: ${wordsOf(of)}`)
      .join(', ')} }`
  return shape.format ?? String(shape.type ?? 'any')
}

const fieldRows = (type: z.ZodMiniType, io: 'input' | 'output'): string => {
  const shape = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as JsonShape
  const fields = Object.entries(shape.properties ?? {})
  if (fields.length === 0) return '<p>—</p>'
  const row = ([name, of]: [string, JsonShape]) =>
    `<tr><td><code>${escape(name)}</code>${io === 'input' && shape.required?.includes(name) ? ' *' : ''}</td><td>${escape(wordsOf(of))}</td></tr>`
  return `<table>${fields.map(row).join('')}</table>`
}

const style = `body{font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color:#1f2a26;background:#fbfaf7}
h1{font-size:24px}h2{font-size:20px;margin-top:32px}details{border:1px solid #ddd8cc;border-radius:8px;margin:8px 0;background:#fff}
summary{padding:8px 12px;cursor:pointer}section{padding:0 12px 12px}table{border-collapse:collapse;width:100%}td{border-top:1px solid #eeeae0;padding:4px 8px 4px 0;vertical-align:top;overflow-wrap:anywhere}
h3{font-size:14px;margin:12px 0 4px}b{display:inline-block;min-width:64px}`

const endpointHtml = ({ name, endpoint }: { name: string; endpoint: Endpoint }): string => `<details id="${escape(name)}">
<summary><b>${endpoint.method}</b> <code>${escape(endpoint.path)}</code><br>${escape(endpoint.summary)}</summary>
<section><p><code>${escape(name)}</code> · ${escape(endpoint.permission)}</p>
<h3>输入 Input</h3>${fieldRows(endpoint.input, 'input')}<h3>输出 Output</h3>${fieldRows(endpoint.output, 'output')}</section></details>`

/** A page without scripts: every endpoint, its permission, fields and answer. */
export const docsPage = (endpoints: readonly { readonly name: string; readonly endpoint: Endpoint }[]): string => {
  const groups = new Map<string, string[]>()
  for (const each of endpoints) {
    const group = each.endpoint.path.split('/')[2]!
    groups.set(group, [...(groups.get(group) ?? []), endpointHtml(each)])
  }
  const sections = [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([group, parts]) => `<h2>${escape(group)}</h2>${parts.join('')}`)
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>恒爱 Hengai API</title><style>${style}</style>
<main><h1>恒爱 Hengai API</h1><p>${endpoints.length} 个接口 endpoints · <a href="/api/openapi.json">openapi.json</a></p>${sections.join('')}</main></html>`
}
