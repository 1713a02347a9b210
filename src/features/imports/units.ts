/** A unit in the heading that is another than the field's: `合同金额（万元）` holds 42 for 420,000 yuan, `时长（分钟）` 90 for 1.5 hours. */
import type { Field, FieldValue } from '../../shared/sheet-form.ts'

const inTenThousands = /[(（[【/]\s*(?:单位[:：]?)?(?:人民币)?万元?\s*[)）\]】]?$/
const inMinutes = /[(（[【/]\s*(?:单位[:：]?)?(?:分钟|分|mins?)\s*[)）\]】]?$/i

const scaleOf = (field: Field, label: string): number => {
  if (field.type !== 'number') return 1
  if (inTenThousands.test(label)) return 10_000
  const asksHours =
    field.headings.some((heading) => heading.includes('小时')) && !field.headings.some((heading) => inMinutes.test(heading))
  return asksHours && inMinutes.test(label) ? 1 / 60 : 1
}

/** What brings a read value to the field's own unit; a cell that writes its unit itself (`45万元`, `2小时`) is left as it is. */
export const unitOf = (
  field: Field,
  label: string | undefined,
): ((read: FieldValue<string | number | boolean>) => FieldValue<string | number | boolean>) => {
  const scale = label === undefined ? 1 : scaleOf(field, label)
  if (scale === 1) return (read) => read
  return (read) => {
    if (typeof read.value !== 'number' || /[万元小时]/.test(read.text)) return read
    return { ...read, value: Number((read.value * scale).toFixed(6)) }
  }
}
