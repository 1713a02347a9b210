/** The server speaks to nobody but its own machine: importing, counting, printing the report and serving, with every foreign line refused. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-alone-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const watched = (...args: string[]) =>
  spawn(process.execPath, ['--require', path.join(root, 'test/only-this-machine.cjs'), ...args], { cwd: root })

const run = (...args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = watched(...args)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
    child.on('exit', (code) => resolve({ code, said }))
  })

it('the watch sees a line to another machine, by number and by name', async () => {
  for (const host of ['192.0.2.1', 'elsewhere.example'])
    expect((await run('-e', `fetch('http://${host}/').catch(() => undefined)`)).said).toContain(`FOREIGN HOST ${host}`)
})

it('no command and no request opens one', async () => {
  const folder = path.join(temporary, 'workbooks')
  const data = path.join(temporary, 'data')
  fs.mkdirSync(folder)
  for (const file of ['01-机构与员工.xlsx', '08-媒体接待荣誉.xlsx'])
    fs.copyFileSync(path.join(root, 'examples/year-2022', file), path.join(folder, file))
  const hengai = path.join(root, 'bin/hengai.mjs')
  const commands = [
    ['import', folder, '--year', '2022', '--data', data],
    ['figures', '--from', '2022-01-01', '--to', '2022-12-31', '--data', data],
    ['report', '--year', '2022', '--data', data, '--out', temporary],
  ]
  for (const command of commands) {
    const { code, said } = await run(hengai, ...command)
    expect({ command: command[0], code, foreign: said.includes('FOREIGN HOST') }, said).toEqual({
      command: command[0],
      code: 0,
      foreign: false,
    })
  }
  const child = watched(hengai, 'start', '--port', '0', '--data', data)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  while (!/http:\/\/[\w.]+:\d+/.test(said)) await new Promise((done) => setTimeout(done, 100))
  const address = /http:\/\/[\w.]+:\d+/.exec(said)![0]
  for (const at of ['/', '/api/health', '/api/docs', '/api/openapi.json', '/api/session', '/people'])
    expect((await fetch(address + at)).status).toBeLessThan(500)
  const exit = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  await exit
  expect(said).not.toContain('FOREIGN HOST')
})
