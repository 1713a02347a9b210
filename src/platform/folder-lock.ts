import fs from 'node:fs'
import path from 'node:path'

/** Thrown when another living process holds the data folder. */
export class FolderInUse extends Error {
  readonly pid: number
  constructor(folder: string, pid: number) {
    super(`数据文件夹正在被另一个程序使用（进程 ${pid}）：${folder} · The data folder is in use by another process (${pid})`)
    this.pid = pid
  }
}

/** Says what keeps a data folder from being written to, and which; anything else as it came. */
const inWords = (problem: unknown, folder: string): unknown => {
  const { code = '' } = problem as NodeJS.ErrnoException
  if (['EROFS', 'EACCES', 'EPERM'].includes(code))
    return new Error(
      `数据文件夹不能写入（${code}）：${folder}。请检查文件夹的权限，磁盘是否被设成只读 · The data folder cannot be written to (${code}): ${folder}. Look at its rights, and whether the disk was made read-only.`,
      { cause: problem },
    )
  if (['ENOSPC', 'EDQUOT'].includes(code))
    return new Error(`磁盘已满：${folder}。请先腾出空间再启动 · The disk is full: ${folder}. Make room, then start again.`, {
      cause: problem,
    })
  return problem
}

/** A process, told apart from a later one of the same number where the system says when it started. */
export interface Holder {
  readonly pid: number
  readonly started: string | null
}

/** When a process started, so that a reused process number is not taken for the holder; undefined where the system does not say. */
const startedAt = (pid: number): string | undefined => {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19]
  } catch {
    return undefined
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export const thisProcess = (): Holder => ({ pid: process.pid, started: startedAt(process.pid) ?? null })

export const isRunning = ({ pid, started }: Holder): boolean =>
  isAlive(pid) && (!started || startedAt(pid) === undefined || startedAt(pid) === started)

/**
 * PGlite has no lock of its own and two processes on one folder destroy it. The lock names process and start time; a lock whose
 * process is dead is taken over. Returns the release.
 */
export const lockFolder = (folder: string): (() => void) => {
  try {
    return takeLock(folder)
  } catch (problem) {
    throw inWords(problem, folder)
  }
}

const takeLock = (folder: string): (() => void) => {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'lock')
  const mine = JSON.stringify(thisProcess())
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      fs.writeFileSync(file, mine, { flag: 'wx' })
      return () => {
        if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === mine) fs.rmSync(file)
      }
    } catch (problem) {
      if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
    }
    const seen = fs.readFileSync(file, 'utf8')
    const holder = /"pid":(\d+),"started":(?:"([^"]*)"|null)/.exec(seen)
    const pid = Number(holder?.[1])
    if (pid && isRunning({ pid, started: holder?.[2] ?? null })) throw new FolderInUse(folder, pid)
    // Renaming is atomic: of two processes that find the same dead lock only one moves it away.
    const aside = `${file}.${process.pid}.${attempt}`
    try {
      fs.renameSync(file, aside)
      fs.rmSync(aside)
    } catch {
      // somebody else moved it first: look again
    }
  }
  throw new Error(`Cannot take the lock ${file}`)
}
