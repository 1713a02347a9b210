import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { bookOf, idNumber, mealSheet, registerSheet, runImport, textSheet, upload } from '../../../test/workbooks.ts'
import { expectRefused, newWorld } from '../../../test/world.ts'
import type { Caller, World } from '../../../test/world.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { getFigure } from '../figures/contract.ts'
import { saveOrganisation } from '../orgs/contract.ts'
import { listImports, recogniseSheetAs, startImport } from './contract.ts'
import { listWaiting, Uploads } from './uploads.ts'

const station = '测试甲社区居家养老服务站'

const register = (...rows: [string, string, string][]) => bookOf(registerSheet(rows))

const sound: [string, string, string][] = [
  ['A001', '陈桂英', idNumber(1)],
  ['A002', '李建国', idNumber(2)],
]

/** Two sound meals, one on an impossible day, one repeated, one of a person nobody registered. */
const meals = () =>
  bookOf(
    mealSheet(
      [
        ['2022-03-05', 'A001', '陈桂英'],
        ['2022-03-05', 'A002', '李建国'],
        ['2022-02-30', 'A001', '陈桂英'],
        ['2022-03-05', 'A001', '陈桂英'],
        ['2022-03-06', 'A009', '王小明'],
      ],
      station,
    ),
  )

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const open = async () => {
  const world = await newWorld()
  const station_id = await world.station({ name: station })
  const director = await world.account('director')
  return { world, station_id, director }
}

const year = async () => [
  { name: `02-会员登记表-${station}.xlsx`, bytes: await register(...sound) },
  { name: '05-日常服务记录.xlsx', bytes: await meals() },
]

const imported = async (world: World, who: Caller) => {
  const { body } = await upload(world, who, await year())
  return (await runImport(who, { upload_id: body.upload_id!, dry_run: false })).import_id!
}

const mealsCounted = async (who: Caller) =>
  (await who.call(getFigure, { key: 'service.meals.person_times', from: '2022-01-01', to: '2022-12-31' })).body.value

describe('files that arrive', () => {
  test('from nobody are refused', async () => {
    const { world } = await open()
    const answer = await upload(world, world.nobody, await year())
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 401, code: 'not_signed_in' })
  })

  test('from the front desk are refused', async () => {
    const { world, station_id } = await open()
    const answer = await upload(world, await world.account('front_desk', station_id), await year())
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 403, code: 'not_allowed' })
  })

  test('are recognised with their columns, and ID numbers are shown by their ends only', async () => {
    const { world, director } = await open()
    const { status, body } = await upload(world, director, await year())
    expect(status).toBe(200)
    expect(body.sheets.map(({ kind, status: found, rows }) => [kind, found, rows])).toEqual([
      ['people.registrations', 'recognised', 2],
      ['canteen.meals', 'recognised', 5],
    ])
    expect(body.sheets[0]!.columns.find((column) => column.heading === '身份证号')?.field).toBe('id_number')
    expect(JSON.stringify(body)).not.toContain(idNumber(1))
    expect(body.sheets[0]!.sample[0]).toContain(`440****${idNumber(1).slice(-4)}`)
  })

  test('that cannot be read say why by name; the others go on; nothing is changed', async () => {
    const { world, director } = await open()
    const encrypted = Buffer.concat([
      Buffer.from('D0CF11E0A1B11AE1', 'hex'),
      Buffer.alloc(512),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(512),
    ])
    const half = (await meals()).subarray(0, 600)
    const { status, body } = await upload(world, director, [
      { name: '坏.xlsx', bytes: half },
      { name: '加密.xlsx', bytes: encrypted },
      { name: '照片.xlsx', bytes: Buffer.from('89504e470d0a1a0a0000', 'hex') },
      { name: '空.xlsx', bytes: Buffer.alloc(0) },
      { name: '压缩.xlsx', bytes: gzipSync('meals') },
      { name: '好.xlsx', bytes: await meals() },
      { name: '好.xlsx', bytes: await meals() },
    ])
    expect(status).toBe(200)
    expect(body.files.map((file) => file.file)).toEqual(['好.xlsx'])
    expect(body.problems.map(({ file, code }) => [file, code])).toEqual([
      ['坏.xlsx', 'file_broken'],
      ['加密.xlsx', 'file_encrypted'],
      ['照片.xlsx', 'file_not_workbook'],
      ['空.xlsx', 'file_empty'],
      ['压缩.xlsx', 'file_not_workbook'],
      ['好.xlsx', 'file_twice'],
    ])
    for (const problem of body.problems) expect(problem.message).toContain(problem.file)
    expect((await director.call(listImports, {})).body.total).toBe(0)
  })

  test('one too large is refused alone', { timeout: 60_000 }, async () => {
    const { world, director } = await open()
    const { status, body } = await upload(world, director, [
      { name: '好.xlsx', bytes: await meals() },
      { name: '大.xlsx', bytes: Buffer.alloc(65 * 1024 * 1024, 1) },
    ])
    expect(status).toBe(200)
    expect(body.files.map((file) => file.file)).toEqual(['好.xlsx'])
    expect(body.problems).toMatchObject([{ file: '大.xlsx', code: 'file_too_large' }])
  })

  test('are together no more than the organisation lets wait, and say which limit it is', { timeout: 60_000 }, async () => {
    const { world, director } = await open()
    await (
      await world.account('administrator')
    ).call(saveOrganisation, { name: '恒爱', time_zone: 'Asia/Shanghai', upload_limit_mb: 64 })
    const half = (name: string) => ({ name, bytes: Buffer.alloc(33 * 1024 * 1024, 1) })
    const { status, body } = await upload(world, director, [half('甲.xlsx'), half('乙.xlsx')])
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'uploads_too_large' })
    expect(body.message).toContain('64 MB')
    expect(body.message).toContain('等待导入的工作簿上限')
    expect((await upload(world, director, [{ name: '好.xlsx', bytes: await meals() }])).status).toBe(200)
  })

  test('tell the year in their titles', async () => {
    const { world, director } = await open()
    const titled = { ...registerSheet(sound), title: '2022年度会员登记表' }
    const { body } = await upload(world, director, [{ name: '会员.xlsx', bytes: await bookOf(titled) }])
    expect(body.year_named).toBe(2022)
    const silent = await upload(world, director, [{ name: '表.xlsx', bytes: await bookOf(textSheet('表', ['甲'], [['1']])) }])
    expect(silent.body.year_named).toBeNull()
  })

  test('a CSV in GBK is read as its writer meant it', async () => {
    const { world, director } = await open()
    const gbk = readFileSync(new URL('imports.test.gbk.csv', import.meta.url))
    const { body } = await upload(world, director, [{ name: '助餐.csv', bytes: gbk }])
    expect(body.sheets).toMatchObject([{ kind: 'canteen.meals', rows: 1 }])
    expect(body.sheets[0]!.sample[0]).toContain('陈桂英')
  })

  test('that hold no sheet we know are left to a person, with the likeliest kinds', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, [
      { name: '账.xlsx', bytes: await bookOf(textSheet('账', ['甲', '乙', '丙'], [['1', '2', '3']])) },
    ])
    expect(body.sheets[0]).toMatchObject({ kind: null, status: 'unrecognised' })
    expectRefused(
      await director.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: true }),
      422,
      'nothing_to_import',
    )
  })

  test('a sheet is read again as the kind one names, and only from one’s own upload', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, await year())
    const ask = {
      upload_id: body.upload_id!,
      year: 2022,
      file: '05-日常服务记录.xlsx',
      sheet: '助餐',
      kind: 'daycare.attendances',
    }
    const again = await director.call(recogniseSheetAs, { ...ask, kind: 'canteen.meals' })
    expect(again.body).toMatchObject({ kind: 'canteen.meals', status: 'recognised' })
    expectRefused(await (await world.account('director')).call(recogniseSheetAs, ask), 404, 'not_found')
    expectRefused(await (await (await newWorld()).account('director')).call(recogniseSheetAs, ask), 404, 'not_found')
  })

  test('columns chosen by hand are used and remembered', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const odd = () =>
      textSheet(
        '表',
        ['哪天', '站点', '会员编号', '姓名', '哪顿', '共', '政府出', '自己出'],
        [['2022-05-01', station, 'A001', '陈桂英', '午餐', '20', '15', '5']],
      )
    const columns = { occurred_on: 0, station: 1, member_no: 2, name: 3, meal: 4, charge: 5, subsidy: 6, paid: 7 }
    const { body } = await upload(world, director, [{ name: '五月.xlsx', bytes: await bookOf(odd()) }])
    expect(body.sheets[0]!.kind).toBeNull()
    await runImport(director, {
      upload_id: body.upload_id!,
      dry_run: false,
      choices: [{ file: '五月.xlsx', sheet: '表', kind: 'canteen.meals', columns }],
    })
    expect(await mealsCounted(director)).toBe(3)
    const next = await upload(world, director, [{ name: '六月.xlsx', bytes: await bookOf(odd(), textSheet('空表', [], [])) }])
    expect(next.body.sheets[0]).toMatchObject({ kind: 'canteen.meals', status: 'recognised' })
  })
})

describe('an upload that is no form', () => {
  /** The reader of uploads stands still over the first for ever. */
  const garbled = (sound: Uint8Array) => [
    Buffer.from(`--b\r\nnothing\r\n\r\n${'x'.repeat(500_000)}\r\n--b--\r\n`),
    Buffer.concat([
      Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'),
      sound,
      Buffer.from(`\r\n--b\r\nnothing\r\n\r\n${'x'.repeat(500_000)}\r\n--b--\r\n`),
    ]),
  ]

  test('is refused soon, by a server that listens too, and the next one is taken', async () => {
    const { world, director } = await open()
    const address = await world.server.app.listen({ port: 0, host: '127.0.0.1' })
    for (const body of garbled(await register(...sound))) {
      const answer = await fetch(`${address}/api/imports/uploads`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b', cookie: `${SESSION_COOKIE}=${director.cookie!}` },
        body,
        signal: AbortSignal.timeout(10_000),
      })
      // How it is refused depends on the pieces in which the line brought it: as no form, or as a form with no file in it.
      const { code } = (await answer.json()) as { code: string }
      expect([400, 422]).toContain(answer.status)
      expect(['bad_request', 'nothing_to_import']).toContain(code)
    }
    expect((await upload(world, director, await year())).status).toBe(200)
  })
})

describe('what waits for its import', () => {
  const one = { organisation_id: 'o', account_id: 'a' }
  const other = { organisation_id: 'o', account_id: 'b' }
  const stored = (account_id: string, bytes: number) => ({ upload_id: `of ${account_id}`, account_id, bytes })

  test('of all people of an organisation counts together, what is just arriving too', () => {
    const uploads = new Uploads()
    const waiting = [stored('b', 60)]
    expect(uploads.arrival(one, 100, waiting).take(30)).toBe(true)
    expect(uploads.arrival(other, 100, []).take(70)).toBe(true)
    expect(uploads.arrival({ ...one, organisation_id: 'another' }, 100, []).take(100)).toBe(true)
    expect(new Uploads().arrival(one, 100, waiting).take(41)).toBe(false)
  })

  test('of the same person gives way to the newer upload', () => {
    const arriving = new Uploads().arrival(one, 100, [stored('a', 60), stored('b', 30)])
    expect(arriving.take(70)).toBe(true)
    expect(arriving.replaced).toEqual(['of a'])
  })

  test('no longer counts once it came to nothing', () => {
    const uploads = new Uploads()
    const arriving = uploads.arrival(one, 100, [])
    expect(arriving.take(100)).toBe(true)
    expect(uploads.arrival(other, 100, []).take(1)).toBe(false)
    arriving.end()
    expect(uploads.arrival(other, 100, []).take(100)).toBe(true)
  })

  const read = (world: World, who: Caller, upload_id: string, now?: Date) =>
    world.run((ctx) => new Uploads().get({ ...ctx, actor: { ...ctx.actor, account_id: who.account_id } }, upload_id), now)

  test('can be read by another server, as it was sent, by its owner only, for an hour', async () => {
    const { world, director } = await open()
    const files = await year()
    const upload_id = (await upload(world, director, files)).body.upload_id!
    const books = await read(world, director, upload_id)
    expect(books.map(({ name, bytes }) => [name, bytes])).toEqual(files.map(({ name, bytes }) => [name, bytes.length]))
    await expect(read(world, await world.account('director'), upload_id)).rejects.toThrow('not_found')
    const elsewhere = await open()
    await expect(read(elsewhere.world, director, upload_id)).rejects.toThrow('not_found')
    await expect(read(world, director, upload_id, new Date(Date.now() + 61 * 60_000))).rejects.toThrow('not_found')
  })

  test('lies in the database sealed, and is gone when another takes its place or the hour is over', async () => {
    const { world, director } = await open()
    const stored = () =>
      asOwner(world.database, world.organisation_id, async (tx) => {
        const parts = await sql<{ upload_id: string; content: Buffer }>`select upload_id, content from imports.upload_parts
          where organisation_id = ${world.organisation_id}`.execute(tx)
        const uploads = await sql<{ files: Buffer }>`select files from imports.uploads
          where organisation_id = ${world.organisation_id}`.execute(tx)
        return {
          parts: parts.rows,
          bytes: Buffer.concat([...parts.rows.map(({ content }) => content), ...uploads.rows.map(({ files }) => files)]),
        }
      })
    await upload(world, director, [{ name: '密.csv', bytes: Buffer.from('会员编号,姓名\nA001,陈桂英\n') }])
    const { parts, bytes } = await stored()
    expect(parts.length).toBe(1)
    expect(bytes.includes('陈桂英')).toBe(false)
    expect(bytes.includes('密')).toBe(false)
    await world.run((ctx) => listWaiting(ctx), new Date(Date.now() + 61 * 60_000))
    expect((await stored()).parts).toEqual([])
  })
})
