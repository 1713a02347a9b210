/** A QR code drawn as one path; dark modules only, so that it prints without a background. */
import { useMemo } from 'react'
import { encode } from 'uqr'

/** `mm`: its side on paper, quiet zone of four modules included (ISO/IEC 18004 §5.3.8). */
export const QrCode = ({ text, mm }: { text: string; mm: number }) => {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: 4 })
    const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
    return { size, path }
  }, [text])
  return (
    <svg viewBox={`0 0 ${size} ${size}`} style={{ width: `${mm}mm`, height: `${mm}mm` }} shapeRendering="crispEdges" aria-hidden>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
