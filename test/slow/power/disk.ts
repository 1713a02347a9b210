/** A disk whose power is cut: what was synced is there, of the rest some, or nothing (recorder.cjs notes what was asked of it). */
import fs from 'node:fs'
import path from 'node:path'
import type { Chance } from '../../fuzz/random.ts'

export type Event =
  | { readonly do: 'create'; readonly file: string; readonly inode: number }
  | { readonly do: 'write'; readonly inode: number; readonly at: number; readonly bytes: string }
  | { readonly do: 'cut'; readonly inode: number; readonly size: number }
  | { readonly do: 'sync'; readonly inode: number }
  | { readonly do: 'rename'; readonly file: string; readonly to: string }
  | { readonly do: 'unlink'; readonly file: string }
  | { readonly do: 'said'; readonly text: string }

type Change = Extract<Event, { do: 'write' | 'cut' }>
type Naming = Extract<Event, { do: 'create' | 'rename' | 'unlink' }>

interface Node {
  kept: Buffer
  waiting: Change[]
}

export const readLog = (file: string): Event[] =>
  fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)

/** The content after a change; written into the same memory where it has room, for a segment of the log has 16 MB. */
const changed = (content: Buffer, change: Change): Buffer => {
  if (change.do === 'cut' && change.size <= content.length) return content.subarray(0, change.size)
  const bytes = change.do === 'write' ? Buffer.from(change.bytes, 'base64') : Buffer.alloc(0)
  const end = change.do === 'write' ? change.at + bytes.length : change.size
  const room = end <= content.length ? content : Buffer.concat([content, Buffer.alloc(end - content.length)])
  if (change.do === 'write') bytes.copy(room, change.at)
  return room
}

/** A sector is written whole; a larger write may stop between two. */
const SECTOR = 512

const torn = (change: Change, chance: Chance): Change => {
  if (change.do === 'cut') return change
  const bytes = Buffer.from(change.bytes, 'base64')
  const sectors = Math.floor(chance.next() * Math.ceil(bytes.length / SECTOR))
  return { ...change, bytes: bytes.subarray(0, sectors * SECTOR).toString('base64') }
}

export class Disk {
  readonly #names = new Map<string, number>()
  readonly #nodes = new Map<number, Node>()
  /** Folders by their number. */
  readonly #folders = new Map<number, string>()
  #naming: Naming[] = []

  /** `base`: the state everything starts from, a copy made before; `live`: the same folder under the names and numbers of the log. */
  constructor(base: string, live: string) {
    this.#folders.set(fs.statSync(live).ino, live)
    for (const entry of fs.readdirSync(base, { recursive: true, withFileTypes: true })) {
      const below = path.relative(base, path.join(entry.parentPath, entry.name))
      const file = path.join(live, below)
      if (!fs.existsSync(file)) continue
      if (entry.isDirectory()) this.#folders.set(fs.statSync(file).ino, file)
    }
  }

  add(file: string, inode: number, kept: Buffer): void {
    this.#names.set(file, inode)
    this.#nodes.set(inode, { kept, waiting: [] })
  }

  #rename(naming: Naming, names: Map<string, number>): void {
    if (naming.do === 'create') names.set(naming.file, naming.inode)
    else if (naming.do === 'unlink') names.delete(naming.file)
    else {
      const inode = names.get(naming.file)
      names.delete(naming.file)
      if (inode !== undefined) names.set(naming.to, inode)
    }
  }

  take(event: Event): void {
    if (event.do === 'said') return
    if (event.do === 'create' || event.do === 'rename' || event.do === 'unlink') {
      // The number of a removed file may be given again.
      if (event.do === 'create') this.#nodes.set(event.inode, { kept: Buffer.alloc(0), waiting: [] })
      this.#naming.push(event)
    } else if (event.do !== 'sync') {
      this.#nodes.get(event.inode)?.waiting.push(event)
    } else if (this.#folders.has(event.inode)) {
      const folder = this.#folders.get(event.inode)!
      const isHere = (naming: Naming) => path.dirname(naming.do === 'rename' ? naming.to : naming.file) === folder
      for (const naming of this.#naming.filter(isHere)) this.#rename(naming, this.#names)
      this.#naming = this.#naming.filter((naming) => !isHere(naming))
    } else {
      const node = this.#nodes.get(event.inode)
      if (!node) return
      for (const change of node.waiting) node.kept = changed(node.kept, change)
      node.waiting = []
    }
  }

  /** Writes what is left after a cut at this moment; with `chance`, of what was not synced each write may be there, gone or torn. */
  write(live: string, into: string, chance?: Chance): void {
    const names = new Map(this.#names)
    const upTo = chance ? Math.floor(chance.next() * (this.#naming.length + 1)) : 0
    for (const naming of this.#naming.slice(0, upTo)) this.#rename(naming, names)
    for (const [file, inode] of names) {
      const { kept, waiting } = this.#nodes.get(inode)!
      let content = waiting.length > 0 ? Buffer.from(kept) : kept
      for (const change of chance ? waiting : [])
        if (chance!.of(0.5)) content = changed(content, chance!.of(0.2) ? torn(change, chance!) : change)
      fs.writeFileSync(path.join(into, path.relative(live, file)), content)
    }
  }
}
