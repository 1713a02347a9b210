/** What is sealed of a person: opened for masking, and whole only in `reveal.ts`. */
import type { Ctx } from '../../platform/context.ts'

export interface SealedPerson {
  readonly person_id: string
  readonly id_sealed: Buffer | null
  readonly phone_sealed: Buffer | null
}

/** First and last characters, the middle as stars; a short text is stars altogether. */
export const masked = (text: string | null, first: number, last: number): string | null =>
  text === null
    ? null
    : text.length > first + last
      ? `${text.slice(0, first)}${'*'.repeat(text.length - first - last)}${text.slice(-last)}`
      : '*'.repeat(text.length)

export const openSecret = (ctx: Ctx, person: SealedPerson, which: 'id' | 'phone'): string | null => {
  const bytes = which === 'id' ? person.id_sealed : person.phone_sealed
  return (
    bytes &&
    ctx.keys.open(bytes, { column: `people.persons.${which}`, organisation_id: ctx.organisation_id, row_id: person.person_id })
  )
}

export const sealSecret = (ctx: Ctx, person_id: string, which: 'id' | 'phone', text: string): Buffer =>
  ctx.keys.seal(text, { column: `people.persons.${which}`, organisation_id: ctx.organisation_id, row_id: person_id })

/** The birth date is shown beside it, so of the number only the first three and the last two characters are. */
export const maskedId = (ctx: Ctx, person: SealedPerson): string | null => masked(openSecret(ctx, person, 'id'), 3, 2)

export const maskedPhone = (ctx: Ctx, person: SealedPerson): string | null => masked(openSecret(ctx, person, 'phone'), 3, 4)

/** The sealed JSON of a registration: field → text; {} when it holds nothing. */
export const openRegistration = (
  ctx: Ctx,
  registration_id: string,
  column: 'private' | 'health',
  bytes: Buffer | null,
): Readonly<Record<string, string>> =>
  bytes
    ? (JSON.parse(
        ctx.keys.open(bytes, {
          column: `people.registrations.${column}`,
          organisation_id: ctx.organisation_id,
          row_id: registration_id,
        }),
      ) as Record<string, string>)
    : {}
