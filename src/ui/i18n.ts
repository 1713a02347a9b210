/**
 * Two languages, each slice with its own words in `texts.ts`:
 *
 *     // features/canteen/texts.ts
 *     export const texts = { zh: { meals: '用餐记录' }, en: { meals: 'Meals' } } as const
 *     // features/canteen/page.tsx
 *     const useTexts = registerTexts('canteen', texts)
 *     const t = useTexts()          // in the component
 *     t('meals')                    // a key that does not exist is a type error
 *
 * `{{name}}` in a text is filled from the second argument. `test/texts.test.ts` keeps both languages complete.
 */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { texts as ui_texts } from './texts.ts'

export type Language = 'zh' | 'en'

export interface Texts<K extends string = string> {
  readonly zh: Readonly<Record<K, string>>
  readonly en: Readonly<Record<K, string>>
}

export type Fill = Readonly<Record<string, string | number>>
export type Translate<K extends string> = (key: K, fill?: Fill) => string

const remembered_under = 'hengai.language'

const firstLanguage = (): Language => (globalThis.localStorage?.getItem(remembered_under) === 'en' ? 'en' : 'zh')

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: 'zh',
  ns: [],
  initAsync: false,
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0])

/** Adds a slice's words; call it once at the top of the page's file. Returns the hook that reads them in the language of now. */
export const registerTexts = <K extends string>(slice: string, texts: Texts<K>): (() => Translate<K>) => {
  i18next.addResourceBundle('zh', slice, texts.zh, true, true)
  i18next.addResourceBundle('en', slice, texts.en, true, true)
  return () => useTranslation(slice).t
}

export const useUiTexts = registerTexts('ui', ui_texts)

/** For words needed outside a component (an error raised by `call`). */
export const uiText: Translate<keyof typeof ui_texts.zh> = (key, fill) => i18next.t(key, { ns: 'ui', ...fill })

export const language = (): Language => (i18next.language === 'en' ? 'en' : 'zh')

/** The language of now, and a new render when it changes. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'zh')

/** Switches the page at once; remembering it on the account is the shell's work. */
export const speak = (chosen: Language): void => {
  globalThis.localStorage?.setItem(remembered_under, chosen)
  document.documentElement.lang = chosen === 'en' ? 'en' : 'zh-CN'
  void i18next.changeLanguage(chosen)
}

/** Picks from a pair of titles such as `{ zh: '用餐', en: 'Meals' }`. */
export const inLanguage = (pair: { readonly zh: string; readonly en: string }, chosen: Language = language()): string =>
  pair[chosen]
