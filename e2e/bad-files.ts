/** Files people really send by mistake, made in a folder of their own; and the one CSV among them that is in order. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { root } from './server.ts'

const MB = 1_048_576

/** A zip of one entry, as written by anything that writes zips. */
const zipOf = (name: string, content: Buffer): Buffer => {
  const packed = deflateRawSync(content, { level: 1 })
  const entry = Buffer.alloc(26)
  entry.writeUInt16LE(20, 0)
  entry.writeUInt16LE(8, 4)
  entry.writeUInt32LE(crc32(content), 10)
  entry.writeUInt32LE(packed.length, 14)
  entry.writeUInt32LE(content.length, 18)
  entry.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), entry, Buffer.from(name)])
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002', 'latin1'),
    Buffer.from([20, 0]),
    entry,
    Buffer.alloc(14),
    Buffer.from(name),
  ])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length + packed.length, 12)
  return Buffer.concat([local, packed, central, Buffer.from('PK\u0005\u0006', 'latin1'), end])
}

/** What Excel writes for a workbook with a password: a compound file (OLE) that holds a stream of this name. */
const withPassword = (): Buffer =>
  Buffer.concat([
    Buffer.from('D0CF11E0A1B11AE1', 'hex'),
    Buffer.alloc(504),
    Buffer.from('EncryptedPackage', 'utf16le'),
    Buffer.alloc(1024),
  ])

/** A file to upload, and what its message must say: why it is not taken, and how to mend it. */
export interface BadFile {
  readonly file: string
  readonly says: RegExp
}

export const bad_files: readonly BadFile[] = [
  { file: '坏掉的签到表.xlsx', says: /已损坏.*修复并另存/ },
  { file: '加密的登记表.xlsx', says: /密码.*去掉密码/ },
  { file: '其实是文本.xlsx', says: /内容不是 Excel 工作簿.*另存为/ },
  { file: '压缩炸弹.xlsx', says: /打开后超过 512 MB.*删去.*拆成/ },
  { file: '乱码的签到表.csv', says: /已经乱码.*另存为/ },
  { file: '太大的照片册.xlsx', says: /太大（上限 64 MB）.*拆成/ },
]

export const good_csv = '饭堂导出（GBK）.csv'

/** Writes them all into the folder; `big` only the one over the limit for a single file. */
export const writeFiles = (folder: string): void => {
  const year = path.join(root, 'examples', 'year-2022')
  const write = (name: string, bytes: Buffer | string) => writeFileSync(path.join(folder, name), bytes)
  const sound = readFileSync(path.join(year, '04-活动台账与签到.xlsx'))
  write('坏掉的签到表.xlsx', sound.subarray(0, Math.floor(sound.length / 2)))
  write('加密的登记表.xlsx', withPassword())
  write('其实是文本.xlsx', '今天到站的长者有：\n陈桂英、李建国\n午餐加一份\n')
  write('压缩炸弹.xlsx', zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(600 * MB)))
  // Half a Chinese character at the end of a cell, as programs that cut texts by bytes leave it.
  write(
    '乱码的签到表.csv',
    Buffer.concat([
      Buffer.from('日期,姓名,站点\n2022-03-05,陈桂'),
      Buffer.from([0xe8, 0x8b]),
      Buffer.from(',海澄村站\n2022-03-06,李建国,海澄村站\n'),
    ]),
  )
  write('太大的照片册.xlsx', Buffer.alloc(65 * MB, 'PK'))
  copyFileSync(path.join(root, 'src', 'features', 'imports', 'imports.test.gbk.csv'), path.join(folder, good_csv))
}
