/**
 * The sentences of the report as data (行文模板): an organisation edits them without a programmer. `template-prose-default.ts` is
 * the text we ship; an organisation's own file replaces the parts it names.
 *
 * Inside a sentence:
 *   {term}                    a name: organisation, year, contract_name, station_name, scope, services, …
 *   {figure:org.media.total}  a figure; `{figure:activities.sessions|about}` with a rounding word (about, over, odd);
 *                             `|unit:名` writes another unit; `$.` stands for the contract's own group of figures
 *   {column:daycare}          the contract's own number of the table by_contract
 *   {coins_by_station:earned} the number of the contract's station in another table
 */
import * as z from 'zod/mini'
import { Refusal } from '../../shared/refusal.ts'

const contractKind = z.enum(['home_care', 'elder_centre', 'disability_centre', 'volunteering', 'other'])

/** All named tests must hold for the sentence to be written. */
const when = z.strictObject({
  kinds: z.optional(z.array(contractKind)),
  /** Each is known and not 0; a figure that cannot be computed counts as known. */
  figures: z.optional(z.array(z.string())),
  /** Each has something to say. */
  terms: z.optional(z.array(z.string())),
  /** Each has nothing to say. */
  without_terms: z.optional(z.array(z.string())),
  indicators: z.optional(z.enum(['all_met', 'some_missed'])),
})

/** `pieces` whose figures are unknown or 0 fall away; when none is left the sentence is not written. */
const sentence = z.union([
  z.string(),
  z.strictObject({ text: z.string(), when: z.optional(when) }),
  z.strictObject({
    lead: z._default(z.string(), ''),
    pieces: z.array(z.string()),
    join: z._default(z.string(), '，'),
    tail: z._default(z.string(), '。'),
    when: z.optional(when),
  }),
])

const paragraphs = z.array(z.array(sentence))

/** A titled point (◆) with its sentences. */
const highlight = z.strictObject({ title: z.optional(z.string()), sentences: z.array(sentence), when: z.optional(when) })

const contractText = z.strictObject({
  /** 项目编号 or 站点编号 this text belongs to. */
  contract: z.string(),
  heading: z.optional(z.string()),
  /** Takes the place of the general introduction. */
  introduction: z.optional(paragraphs),
  highlights: z.optional(z.array(highlight)),
})

const prose = z.strictObject({
  /** Words the organisation chooses for itself: values, service_feature, … usable as `{values}`. */
  terms: z.record(z.string(), z.string()),
  opening: paragraphs,
  sections: z.array(z.strictObject({ id: z.string(), title: z.string(), when: z.optional(when), paragraphs })),
  projects_title: z.string(),
  /** Written for each contract, in the order of `contract_order`. */
  contract_order: z.array(contractKind),
  contract: z.strictObject({ introduction: paragraphs, results: paragraphs, highlights: z.array(highlight) }),
  contract_texts: z.array(contractText),
  /** Which contract a group of figures of one place belongs to: the first match by kind and, if given, by a word of the name. */
  figure_groups: z.array(
    z.strictObject({ group: z.string(), kind: z.optional(contractKind), name_contains: z.optional(z.string()) }),
  ),
  /** A sentence with one of these words and no figure is a claim that waits for its evidence. */
  claim_words: z.array(z.string()),
})

export type ReportProse = z.output<typeof prose>
export type Sentence = z.output<typeof sentence>
export type When = z.output<typeof when>
export type Highlight = z.output<typeof highlight>

/** Tables whose numbers the sentences name: `{coins_by_station:earned}`. */
export const tablesNamed = (sentences: ReportProse): string[] =>
  [...JSON.stringify(sentences).matchAll(/\{([a-z_]+):/g)]
    .map((match) => match[1]!)
    .filter((kind) => kind !== 'figure' && kind !== 'column')

/**
 * An organisation's own sentences laid over `base`: parts that are named replace whole parts; `terms` are merged word by word.
 * `own` is parsed JSON, not trusted. Refuses with `report_prose_bad`, naming the place.
 */
export const readProse = (own: unknown, base: ReportProse): ReportProse => {
  const named = typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : { own }
  const terms =
    typeof named.terms === 'object' && named.terms !== null ? { ...base.terms, ...named.terms } : (named.terms ?? base.terms)
  const read = prose.safeParse({ ...base, ...named, terms })
  if (read.success) return read.data
  const first = read.error.issues[0]
  throw new Refusal('report_prose_bad', { place: first?.path.map(String).join('.') || '/', problem: first?.message ?? '' })
}
