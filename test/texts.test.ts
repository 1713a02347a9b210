import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Texts {
  readonly zh: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
}

const src = new URL('../src', import.meta.url).pathname
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /(^|[/-])texts\.ts$/.test(path) && !path.startsWith('shared/'),
)

/** A Chinese word may be named in an English text when its meaning follows in brackets: 小组 (group). */
const withoutNamedWords = (text: string) => text.replaceAll(/[\u4e00-\u9fff]+ \([^)]+\)/g, '')

const fillsOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

const load = async (path: string): Promise<Texts> => ((await import(join(src, path))) as { texts: Texts }).texts

test('the words of the design system and of the shell are among the files looked at', () => {
  expect(files).toContain('ui/texts.ts')
  expect(files).toContain('app/shell-texts.ts')
})

describe.each(files)('%s', (path) => {
  test('says the same things in both languages', async () => {
    const { zh, en } = await load(path)
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })
  test('has no empty text, and none in the other language', async () => {
    const { zh, en } = await load(path)
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) expect(text.trim(), key).not.toBe('')
    const chinese = Object.entries(en).filter(
      ([key, text]) => /[\u4e00-\u9fff]/.test(withoutNamedWords(text)) && key !== 'other_language',
    )
    expect(chinese).toEqual([])
  })
  test('fills the same blanks in both languages', async () => {
    const { zh, en } = await load(path)
    for (const key of Object.keys(zh)) expect(fillsOf(en[key] ?? ''), key).toEqual(fillsOf(zh[key] ?? ''))
  })
  test('does not shout', async () => {
    const { zh, en } = await load(path)
    expect([...Object.values(zh), ...Object.values(en)].filter((text) => /[!！]/.test(text))).toEqual([])
  })
})
