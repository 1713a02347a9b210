import type { Ctx } from '../../platform/context.ts'

/** 密钥备份: what the machine keeps beside the key file, told to whoever answers for it. */
export const getKeyCopy = async ({ keys }: Ctx) => {
  const file = keys.file?.()
  return {
    file: file?.path ?? null,
    version: file?.version ?? 1,
    copied_at: file?.copied?.at ?? null,
    copy_is_current: file?.copied?.version === file?.version && file?.copied !== undefined,
  }
}
