#!/usr/bin/env node
/** The command line: checks Node, then runs the TypeScript sources as they are. Works from any folder. */
const floor = [20, 20]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < floor[0] || (major === floor[0] && minor < floor[1])) {
  console.error(
    `恒爱需要 Node.js ${floor.join('.')} 或更新版本，当前为 ${process.versions.node}。请到 https://nodejs.org 下载安装后再试。\n` +
      `Hengai needs Node.js ${floor.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  )
  process.exit(1)
}

const { register } = await import('tsx/esm/api')
register()
await import('../src/app/cli.ts')
