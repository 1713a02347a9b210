import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { askDoor, openDoor } from './local-door.ts'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-door-'))
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }))

const folderOf = (name: string) => {
  const folder = path.join(temporary, name)
  fs.mkdirSync(folder)
  return folder
}

const status = (port: number, headers: Record<string, string>, method = 'POST', question = 'count') =>
  new Promise<number>((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, path: `/${question}`, method, headers, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      .on('error', reject)
      .end('{}')
  })

test('a command hears every line, and what went wrong as an error', async () => {
  const folder = folderOf('heard')
  const door = await openDoor(folder, {
    count: async ({ to }, say) => {
      for (let number = 1; number <= Number(to); number++) say({ number })
      await Promise.resolve()
    },
    fail: () => Promise.reject(new Error('the disk is full')),
  })
  const heard: unknown[] = []
  expect(await askDoor(folder, 'count', { to: 3 }, (line) => heard.push(line.number))).toBe(true)
  expect(heard).toEqual([1, 2, 3])
  await expect(askDoor(folder, 'fail', {}, () => undefined)).rejects.toThrow('the disk is full')
  await door.close()
  expect(await askDoor(folder, 'count', {}, () => undefined)).toBe(false)
})

test('without the token of the file nothing is answered; the file is for its owner only', async () => {
  const folder = folderOf('token')
  const door = await openDoor(folder, { count: (_asked, say) => Promise.resolve(say({})) })
  const file = path.join(folder, 'local-door')
  if (process.platform !== 'win32') expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  const { port, token } = JSON.parse(fs.readFileSync(file, 'utf8')) as { port: number; token: string }
  expect(await status(port, {})).toBe(404)
  expect(await status(port, { authorization: `Bearer ${token.slice(1)}x` })).toBe(404)
  expect(await status(port, { authorization: `Bearer ${token}` }, 'GET')).toBe(404)
  expect(await status(port, { authorization: `Bearer ${token}` }, 'POST', 'other')).toBe(404)
  expect(await status(port, { authorization: `Bearer ${token}` })).toBe(200)
  await door.close()
  expect(fs.existsSync(file)).toBe(false)
})

test('the file of a program that was killed is no door: whoever has its port now does not hear the token, and it is said', async () => {
  const folder = folderOf('killed')
  const file = path.join(folder, 'local-door')
  const door = await openDoor(folder, { count: (_asked, say) => Promise.resolve(say({})) })
  const left = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
  // Something else listens on that port: here the door itself, of which the file says that its process is gone.
  fs.writeFileSync(file, JSON.stringify({ ...left, pid: 2 ** 22 + 1 }))
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const heard = vi.fn()
  expect(await askDoor(folder, 'count', {}, heard)).toBe(false)
  expect(heard).not.toHaveBeenCalled()
  expect(said).toHaveBeenCalledWith(expect.stringMatching(/没有正常结束.*did not end by itself/))
  // A process of the same number that started later is another one.
  fs.writeFileSync(file, JSON.stringify({ ...left, started: '1' }))
  if (process.platform === 'linux') expect(await askDoor(folder, 'count', {}, heard)).toBe(false)
  fs.writeFileSync(file, JSON.stringify(left))
  expect(await askDoor(folder, 'count', {}, heard)).toBe(true)
  await door.close()
  fs.writeFileSync(file, JSON.stringify(left))
  expect(await askDoor(folder, 'count', {}, heard)).toBe(false)
})

test('a command that is stopped tells the program so', async () => {
  const folder = folderOf('gone')
  let stopped: (() => void) | undefined
  const noticed = new Promise<void>((resolve) => (stopped = resolve))
  const door = await openDoor(folder, {
    wait: async (_asked, say, gone) => {
      say({ waiting: true })
      await new Promise<void>((resolve) => gone.addEventListener('abort', () => resolve()))
      stopped!()
    },
  })
  await expect(
    askDoor(folder, 'wait', {}, () => {
      throw new Error('stopped')
    }),
  ).rejects.toThrow('stopped')
  await noticed
  await door.close()
})
