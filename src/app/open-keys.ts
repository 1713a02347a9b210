/** The keys that belong to a database: made on the first start, and afterwards never another one's. */
import fs from 'node:fs'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { fingerprintOf, loadKeys, makeKeyFile, readKeyFile } from '../platform/key-file.ts'
import type { Keys } from '../platform/keys.ts'
import { opensSealed } from '../platform/reseal.ts'
import { sealedColumns } from './sealed-columns.ts'

const notTheKey = (file: string): Error =>
  new Error(
    `这个密钥文件不属于这份数据：${file}。请放回原来的文件，或用 hengai keys import 从副本恢复。\n` +
      `This key file does not belong to these data: ${file}. Put the right one back, or restore a copy with hengai keys import.`,
  )

/** Refuses a database that has organisations already when its key file is away, or is another one. */
export const openKeys = async (db: Db, file: string): Promise<Keys> => {
  const { rows } = await sql<{ organisation_id: string; key_fingerprint: Buffer | null }>`
    select organisation_id, key_fingerprint from staff.tenants`.execute(db)
  if (!fs.existsSync(file)) {
    if (rows.length > 0)
      throw new Error(
        `找不到密钥文件：${file}。没有它，身份证号、电话、住址都打不开。请放回原来的文件，或用 hengai keys import 从副本恢复。\n` +
          `The key file is missing: ${file}. Without it no ID number, telephone or address can be read. Put it back, or restore a copy with hengai keys import.`,
      )
    makeKeyFile(file)
  }
  const own = fingerprintOf(readKeyFile(file))
  if (rows.some((row) => row.key_fingerprint && !own.equals(row.key_fingerprint))) throw notTheKey(file)
  const keys = loadKeys(file)
  // Whose fingerprint was never written down (a database older than it) is asked itself, before the file is taken for its own.
  for (const { organisation_id, key_fingerprint } of rows)
    if (!key_fingerprint && !(await opensSealed(db, keys, organisation_id, sealedColumns))) throw notTheKey(file)
  await sql`update staff.tenants set key_fingerprint = ${own} where key_fingerprint is null`.execute(db)
  return keys
}
