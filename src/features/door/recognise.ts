/** Finding somebody among the members a tablet holds: by what a card holds, four digits, or the letters a name begins with. Pure. */
import type { OutputOf } from '../../shared/endpoint.ts'
import type { listDoorMembers } from './contract.ts'
import { codeRead } from './rules.ts'

export type Member = OutputOf<typeof listDoorMembers>['members'][number]

export type Known = { readonly member: Member } | { readonly blocked: Member } | undefined

export interface Faces {
  readonly all: readonly Member[]
  /** Whose card or number it is; a card that was replaced is known, and is not its bearer's any more. */
  byCode(code: string): Known
  byTail(digits: string): readonly Member[]
  byInitials(letters: string): readonly Member[]
  /** First letters there are, in order. */
  readonly letters: readonly string[]
}

const group = (members: readonly Member[], key: (member: Member) => string | null | undefined): Map<string, Member[]> => {
  const groups = new Map<string, Member[]>()
  for (const member of members) {
    const name = key(member)
    if (!name) continue
    const found = groups.get(name)
    if (found) found.push(member)
    else groups.set(name, [member])
  }
  return groups
}

export const facesOf = (all: readonly Member[]): Faces => {
  const codes = new Map<string, Exclude<Known, undefined>>()
  for (const member of all) for (const code of member.blocked) codes.set(codeRead(code), { blocked: member })
  for (const member of all) for (const code of member.codes) codes.set(codeRead(code), { member })
  const tails = group(all, (member) => member.phone_tail)
  const firsts = group(all, (member) => member.initials[0])
  return {
    all,
    byCode: (code) => codes.get(codeRead(code)),
    byTail: (digits) => tails.get(digits) ?? [],
    byInitials: (letters) => (firsts.get(letters[0] ?? '') ?? []).filter((member) => member.initials.startsWith(letters)),
    letters: [...firsts.keys()].sort(),
  }
}
