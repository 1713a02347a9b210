/**
 * Loaded before a program (`node --require`), also into its threads: a disk under HENGAI_DISK_ROOT that falls sick while the file
 * HENGAI_DISK_SICK says how. `full`: nothing grows and nothing new is made (ENOSPC), as on ext4; `full-copying`: no write at all, as where
 * a write takes a new place (btrfs, snapshots); `read-only`: nothing is changed (EROFS).
 */
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const { HENGAI_DISK_ROOT: root, HENGAI_DISK_SICK: said } = process.env
const own = { ...fs }
const handles = new Set()
const isOurs = (file) => typeof file === 'string' && file.startsWith(root)

const sickness = () => {
  try {
    return own.readFileSync(said, 'utf8')
  } catch {
    return ''
  }
}
const fail = (code, call, file) => {
  const words = code === 'EROFS' ? 'read-only file system' : 'no space left on device'
  throw Object.assign(new Error(`${code}: ${words}, ${call}${file ? ` '${file}'` : ''}`), {
    code,
    errno: code === 'EROFS' ? -30 : -28,
    syscall: call,
    ...(file ? { path: file } : {}),
  })
}
const isWriting = (flags) =>
  typeof flags === 'number'
    ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT)) !== 0
    : /[wa+]/.test(flags ?? 'r')

fs.openSync = (file, flags, mode) => {
  if (isOurs(file) && isWriting(flags)) {
    const sick = sickness()
    if (sick === 'read-only') fail('EROFS', 'open', file)
    if (sick && !own.existsSync(file)) fail('ENOSPC', 'open', file)
  }
  const fd = own.openSync(file, flags, mode)
  if (isOurs(file)) handles.add(fd)
  return fd
}
fs.closeSync = (fd) => {
  handles.delete(fd)
  own.closeSync(fd)
}
fs.writeSync = (fd, bytes, offset, length, position) => {
  if (handles.has(fd)) {
    const sick = sickness()
    if (sick === 'read-only') fail('EROFS', 'write')
    if (sick === 'full-copying') fail('ENOSPC', 'write')
    const at = offset !== null && typeof offset === 'object' ? offset : { offset, length, position }
    const size = own.fstatSync(fd).size
    if (sick && (typeof at.position !== 'number' || at.position + (at.length ?? bytes.length) > size)) fail('ENOSPC', 'write')
  }
  return own.writeSync(fd, bytes, offset, length, position)
}
for (const name of ['ftruncateSync', 'truncateSync']) {
  fs[name] = (of, size = 0) => {
    const ours = typeof of === 'number' ? handles.has(of) : isOurs(of)
    const sick = ours ? sickness() : ''
    const now = ours ? (typeof of === 'number' ? own.fstatSync(of) : own.statSync(of)).size : 0
    if (sick === 'read-only') fail('EROFS', 'truncate')
    if (sick && size > now) fail('ENOSPC', 'truncate')
    return own[name](of, size)
  }
}
const changing = {
  writeFileSync: true,
  appendFileSync: true,
  mkdirSync: true,
  renameSync: false,
  unlinkSync: false,
  rmSync: false,
}
for (const [name, grows] of Object.entries(changing))
  fs[name] = (file, ...rest) => {
    const sick = isOurs(file) ? sickness() : ''
    if (sick === 'read-only') fail('EROFS', name.replace('Sync', ''), file)
    if (sick && grows) fail('ENOSPC', name.replace('Sync', ''), file)
    return own[name](file, ...rest)
  }
syncBuiltinESMExports()
