#!/usr/bin/env node
/**
 * The command line: checks Node, then runs what `npm run build` made of the server, or the TypeScript sources as they are when one of them is
 * newer than that. Works from any folder.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const floor = [20, 20]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < floor[0] || (major === floor[0] && minor < floor[1])) {
  console.error(
    `恒爱需要 Node.js ${floor.join('.')} 或更新版本，当前为 ${process.versions.node}。请到 https://nodejs.org 下载安装后再试。\n` +
      `Hengai needs Node.js ${floor.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  )
  process.exit(1)
}

const changedAt = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
const sources = fileURLToPath(new URL('../src', import.meta.url))
const built = new URL('../lib/app/cli.js', import.meta.url)
const builtAt = changedAt(built)
const isCurrent =
  builtAt > 0 && !fs.readdirSync(sources, { recursive: true }).some((name) => changedAt(path.join(sources, name)) > builtAt)

if (!isCurrent) (await import('tsx/esm/api')).register()
await import(isCurrent ? built : '../src/app/cli.ts')
