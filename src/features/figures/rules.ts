/** Arithmetic of figures. */

/** A ratio as percent with one decimal, half up (rules, R40). Whole numbers in; the quotient is rounded once. */
export const percent = (numerator: number, denominator: number): number => {
  const scale = 1000
  // In tenths of a percent; whole numbers keep x.5 exact where the quotient in floating point would not be.
  const n = Math.round(numerator * scale)
  const d = Math.round(denominator * scale)
  const tenths = Math.floor((2 * 1000 * n + d) / (2 * d))
  return tenths / 10
}
