/** `hengai move`: from the embedded database to a server, and back, every table compared. */
import fs from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { dataOption, progressOn } from './cli-options.ts'
import { dataFolder } from './open.ts'
import { filledRows, moveToFolder, moveToServer, type Filled } from './restore.ts'

const checkAddress = (url: string): string => {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new Error('地址请写成 postgres://用户:密码@主机/数据库 · Write the address as postgres://user:password@host/database')
  return url
}

const told = (filled: Filled, next: string): string =>
  [
    `已搬到 · Moved to: ${filled.place}`,
    `${filledRows(filled).toLocaleString('zh-CN')} 行，${filled.tables.length} 个表，逐表核对（行数与内容）一致，原来的没有改动`,
    `${filledRows(filled)} rows in ${filled.tables.length} tables, compared table by table (number and content); the source was only read`,
    ...(filled.old ? [`原来的文件夹保留在 · The folder before is kept: ${filled.old}`] : []),
    next,
  ].join('\n')

export const moveCommand = defineCommand({
  meta: {
    name: 'move',
    description: '搬到数据库服务器，或搬回来，逐表核对 · move to a database server, or back; every table compared',
  },
  args: {
    ...dataOption,
    to: { type: 'string', valueHint: 'DATABASE_URL', description: '搬到这个空数据库 · an empty database to move to' },
    from: { type: 'string', valueHint: 'DATABASE_URL', description: '从这个数据库搬回文件夹 · the database to move back from' },
  },
  run: async ({ args }) => {
    const folder = dataFolder(args.data)
    if (Boolean(args.to) === Boolean(args.from)) throw new Error('请写 --to 或 --from 其中一个 · Write either --to or --from')
    const onRows = progressOn('搬迁 · move')
    if (args.to) {
      if (!fs.existsSync(path.join(folder, 'db'))) throw new Error(`这个文件夹里没有数据库 · There is no database in ${folder}`)
      const filled = await moveToServer(folder, checkAddress(args.to), onRows)
      const next = `以后这样启动（密钥文件仍在 ${folder}）· From now on start with: DATABASE_URL=${filled.place} npm start`
      return console.log(told(filled, next))
    }
    const filled = await moveToFolder(checkAddress(args.from!), folder, new Date(), onRows)
    return console.log(told(filled, `以后启动时不要再设 DATABASE_URL · From now on start without DATABASE_URL`))
  },
})
