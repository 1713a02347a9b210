export const floors: Readonly<Record<string, readonly string[]>>
export const mayUse: Readonly<Record<string, readonly string[]>>
export const shown: readonly string[]
export const shownToo: Readonly<Record<string, readonly string[]>>
export const pureFiles: readonly string[]
export const morePureFiles: readonly string[]
