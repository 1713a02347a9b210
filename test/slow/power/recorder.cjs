/**
 * Loaded before a program (`node --require`), also into its threads: every change to files under HENGAI_RECORD_ROOT is noted in
 * HENGAI_RECORD_LOG, one JSON a line, in the order in which the system was asked; what the program prints is noted between them.
 */
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')
const { isMainThread } = require('node:worker_threads')

const { HENGAI_RECORD_ROOT: root, HENGAI_RECORD_LOG: log } = process.env
const own = { ...fs }
const out = own.openSync(log, 'a')
const note = (event) => own.writeSync(out, `${JSON.stringify(event)}\n`)
const isOurs = (file) => typeof file === 'string' && file.startsWith(root)
const inode = (of) => (typeof of === 'number' ? own.fstatSync(of) : own.statSync(of)).ino
/** Handles under the root. */
const handles = new Map()

fs.openSync = (file, flags, mode) => {
  const is_new = isOurs(file) && !own.existsSync(file)
  const fd = own.openSync(file, flags, mode)
  if (isOurs(file)) {
    handles.set(fd, inode(fd))
    if (is_new) note({ do: 'create', file, inode: inode(fd) })
    else if (typeof flags === 'number' ? flags & fs.constants.O_TRUNC : flags.startsWith('w'))
      note({ do: 'cut', inode: inode(fd), size: 0 })
  }
  return fd
}
fs.closeSync = (fd) => {
  handles.delete(fd)
  own.closeSync(fd)
}
fs.writeSync = (fd, bytes, offset, length, position) => {
  const asked = offset !== null && typeof offset === 'object' ? offset : { offset, length, position }
  const written = own.writeSync(fd, bytes, offset, length, position)
  if (handles.has(fd)) {
    if (typeof asked.position !== 'number') throw new Error('a write without a place cannot be replayed')
    const at = bytes.byteOffset + (asked.offset ?? 0)
    note({
      do: 'write',
      inode: handles.get(fd),
      at: asked.position,
      bytes: Buffer.from(bytes.buffer, at, written).toString('base64'),
    })
  }
  return written
}
fs.writeFileSync = (file, content, options) => {
  const is_new = isOurs(file) && !own.existsSync(file)
  own.writeFileSync(file, content, options)
  if (!isOurs(file)) return
  if (is_new) note({ do: 'create', file, inode: inode(file) })
  note({ do: 'cut', inode: inode(file), size: 0 })
  if (content.length > 0) note({ do: 'write', inode: inode(file), at: 0, bytes: Buffer.from(content).toString('base64') })
}
fs.fsyncSync = (fd) => {
  own.fsyncSync(fd)
  if (handles.has(fd)) note({ do: 'sync', inode: handles.get(fd) })
}
fs.ftruncateSync = (fd, size) => {
  own.ftruncateSync(fd, size)
  if (handles.has(fd)) note({ do: 'cut', inode: handles.get(fd), size: size ?? 0 })
}
fs.truncateSync = (file, size) => {
  own.truncateSync(file, size)
  if (isOurs(file)) note({ do: 'cut', inode: inode(file), size: size ?? 0 })
}
fs.renameSync = (file, to) => {
  own.renameSync(file, to)
  if (isOurs(file)) note({ do: 'rename', file, to })
}
fs.unlinkSync = (file) => {
  own.unlinkSync(file)
  if (isOurs(file)) note({ do: 'unlink', file })
}
syncBuiltinESMExports()

if (isMainThread) {
  const print = process.stdout.write.bind(process.stdout)
  process.stdout.write = (text, ...rest) => {
    note({ do: 'said', text: String(text) })
    return print(text, ...rest)
  }
}
