// Characters XML 1.0 (§2.2) cannot hold, escaped or not; pasted text does contain them. Word and Excel call a file with one damaged.
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

/** Text as an XML file may hold it. */
export const xmlText = (text: string): string => text.replace(unwritable, '')

/** The same for every text in a value, however deep; what is no plain list or object stays as it is. */
export const inXmlTexts = <T>(value: T): T => {
  if (typeof value === 'string') return xmlText(value) as T
  if (Array.isArray(value)) return value.map(inXmlTexts) as T
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inXmlTexts(inner)])) as T
}
