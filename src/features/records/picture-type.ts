/** What a file is by its first bytes, whatever it is called. */

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'

const starts = (bytes: Uint8Array, at: number, expected: readonly number[]): boolean =>
  expected.every((byte, i) => bytes[at + i] === byte)

const ascii = (text: string): number[] => [...text].map((sign) => sign.charCodeAt(0))

/** Undefined: none of the four that are taken. Signatures: ISO/IEC 10918-1 B.1.1.3, ISO/IEC 15948 5.2, RFC 9649 2.3, ISO 32000-1 7.5.2. */
export const pictureType = (bytes: Uint8Array): PictureType | undefined => {
  if (starts(bytes, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (starts(bytes, 0, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a])) return 'image/png'
  if (starts(bytes, 0, ascii('RIFF')) && starts(bytes, 8, ascii('WEBP'))) return 'image/webp'
  if (starts(bytes, 0, ascii('%PDF-'))) return 'application/pdf'
  return undefined
}
