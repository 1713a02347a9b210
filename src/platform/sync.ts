import fs from 'node:fs'

const sync = (at: string, flags: string): void => {
  const handle = fs.openSync(at, flags)
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** fsyncs a file: what was written into it is on the disk. Windows does so only with a handle that may write. */
export const syncFile = (file: string): void => sync(file, process.platform === 'win32' ? 'r+' : 'r')

/** fsyncs a folder: the names in it are on the disk. Windows opens no folder for this, and its file system keeps names in a journal. */
export const syncFolder = (folder: string): void => {
  try {
    sync(folder, 'r')
  } catch (problem) {
    const code = (problem as NodeJS.ErrnoException).code ?? ''
    if (process.platform !== 'win32' || !['EPERM', 'EISDIR', 'EACCES'].includes(code)) throw problem
  }
}
