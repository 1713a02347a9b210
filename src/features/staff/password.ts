/** Passwords: argon2id, 19 MiB, 2 passes (the OWASP floor); and the rule a new one must keep. */
import { randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../../shared/refusal.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Stronger than the reference of GB/T 22239 level 2 guides (≥ 8): length is what guessing costs. */
const SHORTEST = 10

/** User names are compared after NFKC, in lower case. */
export const normalLogin = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

let stranger: Promise<string> | undefined

/** For an unknown login the same work is done against a hash nobody knows, so that the time tells nothing. */
export const isPassword = async (password: string, password_hash: string | undefined): Promise<boolean> => {
  stranger ??= hashPassword(randomBytes(24).toString('base64'))
  const matches = await verify(password_hash ?? (await stranger), password.normalize('NFKC'))
  return matches && password_hash !== undefined
}

export const checkPassword = (password: string, login: string): void => {
  const text = password.normalize('NFKC')
  const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(text)).length
  const holdsLogin = login.length >= 3 && text.toLowerCase().includes(normalLogin(login))
  if ([...text].length < SHORTEST || kinds < 2 || holdsLogin) throw new Refusal('password_weak', {}, 'password')
}

/** Without characters that are mistaken for each other (0 O, 1 l I), in groups that can be read out: `k7mq-x3vd-9hpt`. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** 12 characters of 31: 59 bits. */
export const oneTimePassword = (): string => {
  const letters = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)])
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((part) => part.join('')).join('-')
}
