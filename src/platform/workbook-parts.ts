/** The small parts of an .xlsx package: relations, sheet list, shared strings, number formats. */
import { Refusal } from '../shared/refusal.ts'
import type { Zip } from './workbook-zip.ts'

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML text as it is meant: entities, CDATA, and Excel's own `_x000D_`. */
export const unescapeXml = (text: string): string => {
  let plain = text
  if (plain.includes('<![CDATA[')) plain = plain.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
  if (plain.includes('&'))
    plain = plain.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, dec?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })
  return plain.includes('_x')
    ? plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain
}

/** Value of an attribute whatever its prefix (`r:id`, `d3p1:id`), or `undefined`. */
export const attribute = (tag: string, name: string): string | undefined => {
  const m = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return m ? unescapeXml(m[1] ?? m[2] ?? '') : undefined
}

const tagsOf = (xml: string, local: string): string[] => xml.match(new RegExp(`<(?:\\w+:)?${local}(?:\\s[^>]*)?>`, 'g')) ?? []

/** A part is held as one string; V8's longest is 512 MB. */
const LONGEST_PART = 256 * 1_048_576

const xmlOf = (zip: Zip, name: string): string | undefined => {
  const part = zip.part(name)
  if (part && part.length > LONGEST_PART) throw new Refusal('file_unpacks_too_large', { limit: '256 MB' })
  return part?.toString('utf8')
}

interface Relation {
  readonly id: string
  readonly type: string
  readonly path: string
}

const relationsOf = (zip: Zip, part: string): Relation[] => {
  const slash = part.lastIndexOf('/')
  const folder = slash < 0 ? '' : part.slice(0, slash + 1)
  const xml = xmlOf(zip, `${folder}_rels/${part.slice(slash + 1)}.rels`) ?? ''
  return tagsOf(xml, 'Relationship').map((tag) => ({
    id: attribute(tag, 'Id') ?? '',
    type: (attribute(tag, 'Type') ?? '').split('/').at(-1) ?? '',
    path: new URL(attribute(tag, 'Target') ?? '', `zip:///${folder}`).pathname.slice(1),
  }))
}

export interface PackedSheet {
  readonly name: string
  readonly hidden: boolean
  readonly part: string
}

export interface NumberFormat {
  readonly is_date: boolean
  readonly is_percent: boolean
}

export interface Package {
  readonly sheets: readonly PackedSheet[]
  readonly strings: readonly string[]
  /** By style number of a cell. */
  readonly formats: readonly NumberFormat[]
  /** The file counts days from 1904 (old Macs): its serial numbers are 1462 too small. */
  readonly from1904: boolean
}

/** Text of a string, without the reading aids (`rPh`) of East Asian files. */
export const stringText = (xml: string): string => {
  const own = xml.includes('rPh') ? xml.replace(/<(\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, '') : xml
  let text = ''
  for (const m of own.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)) text += m[1]
  return unescapeXml(text)
}

const stringsOf = (xml: string): string[] => {
  const strings: string[] = []
  for (const m of xml.matchAll(/<(?:\w+:)?si(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g))
    strings.push(m[1] === undefined ? '' : stringText(m[1]))
  return strings
}

/** Built-in formats that show dates or times: ECMA-376 part 1, 18.8.30, with the Chinese ones 27–36 and 50–58. */
const builtInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

const formatOf = (id: number, code: string | undefined): NumberFormat => {
  if (code === undefined) return { is_date: builtInDate(id), is_percent: id === 9 || id === 10 }
  const bare = code.split(';')[0]!.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return {
    is_date: !/general/i.test(bare) && (/[ymdhs]/i.test(bare) || /\[[hms]+\]/i.test(code)),
    is_percent: bare.includes('%'),
  }
}

const formatsOf = (xml: string): NumberFormat[] => {
  const codes = new Map(
    tagsOf(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '']),
  )
  const cells = /<(?:\w+:)?cellXfs[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? ''
  return tagsOf(cells, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return formatOf(id, codes.get(id))
  })
}

const sheetsOf = (workbook: string, relations: readonly Relation[]): PackedSheet[] => {
  const paths = new Map(
    relations.filter((relation) => relation.type === 'worksheet').map((relation) => [relation.id, relation.path]),
  )
  return tagsOf(workbook, 'sheet').flatMap((tag) => {
    const part = paths.get(/[\s:]id\s*=\s*["']([^"']+)["']/.exec(tag)?.[1] ?? '')
    return part === undefined
      ? []
      : [{ name: attribute(tag, 'name') ?? '', hidden: /^(?:hidden|veryHidden)$/.test(attribute(tag, 'state') ?? ''), part }]
  })
}

/** Reads the package's frame. Refuses `file_not_workbook` (a Word file, any other zip) and `file_broken`. */
export const readPackage = (zip: Zip): Package => {
  const main = relationsOf(zip, '').find((relation) => relation.type === 'officeDocument')?.path
  if (main === undefined) throw new Refusal(zip.has('[Content_Types].xml') ? 'file_broken' : 'file_not_workbook')
  const workbook = main.endsWith('.xml') ? xmlOf(zip, main) : undefined
  if (workbook === undefined || !/<(?:\w+:)?workbook[\s>]/.test(workbook)) throw new Refusal('file_not_workbook')
  const relations = relationsOf(zip, main)
  const partOf = (type: string): string => {
    const path = relations.find((relation) => relation.type === type)?.path
    return path === undefined ? '' : (xmlOf(zip, path) ?? '')
  }
  const from1904 = /^(?:1|true)$/.test(attribute(tagsOf(workbook, 'workbookPr')[0] ?? '', 'date1904') ?? '')
  return {
    sheets: sheetsOf(workbook, relations),
    strings: stringsOf(partOf('sharedStrings')),
    formats: formatsOf(partOf('styles')),
    from1904,
  }
}
