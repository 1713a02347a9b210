/** Which year workbooks are of, as their titles and names say. Pure; asked by the wizard, the upload and the command line alike. */

const CHINESE_DIGITS = '〇一二三四五六七八九'

/** `二○二二年` → `2022年`. */
const inDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[零○]/g, '〇')
    .replaceAll(/[〇一二三四五六七八九]{4}(?=\s*年)/g, (year) => [...year].map((digit) => CHINESE_DIGITS.indexOf(digit)).join(''))

/** The year most of the texts name; of several named equally often the first. */
const mostNamed = (texts: readonly string[], form: RegExp): { year: number; times: number } | undefined => {
  const counts = new Map<number, number>()
  for (const text of texts) {
    const year = Number(form.exec(inDigits(text))?.[1])
    if (year) counts.set(year, (counts.get(year) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1])
  return most && { year: most[0], times: most[1] }
}

/**
 * `titles`: texts above the headings, `2022年度活动签到表`; the year most of them name. When none names one: the year in more than half of
 * the file names. Undefined when neither says.
 */
export const yearNamed = (titles: readonly string[], file_names: readonly string[]): number | undefined => {
  const above = mostNamed(titles, /(?<!\d)(20\d{2})\s*年/)
  if (above) return above.year
  const named = mostNamed(file_names, /(?<!\d)(20\d{2})(?!\d)/)
  return named && named.times * 2 > file_names.length ? named.year : undefined
}
