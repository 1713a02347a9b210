/**
 * `npm run check`: everything that can be said about the code without running it. Two lanes at a time; every check prints
 * its time, a failing one its whole output; the exit code is 1 if any failed.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join('node_modules', '.bin', name)
const folders = ['src', 'test', 'e2e', 'bench', 'scripts'].filter((folder) => existsSync(join(root, folder)))

/** The longest first, so that the two lanes end together. */
const checks = [
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--deny-warnings', '--format=stylish', ...folders, 'bin'] },
  { name: 'types', command: process.execPath, args: ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'map of slices',
    command: bin('depcruise'),
    args: ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', '--progress', 'none', ...folders],
  },
  { name: 'unused', command: bin('knip'), args: ['--no-progress'] },
  { name: 'format', command: bin('oxfmt'), args: ['--check', ...folders] },
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`No check called ${unknown.join(', ')}. There are: ${checks.map((check) => check.name).join(', ')}`)
  process.exit(2)
}

const runCheck = ({ name, command, args }) =>
  new Promise((resolve) => {
    const started = performance.now()
    const child = spawn(command, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ name, passed: false, output: String(error), seconds: 0 }))
    child.on('close', (code) =>
      resolve({ name, passed: code === 0, output: output.trim(), seconds: (performance.now() - started) / 1000 }),
    )
  })

const waiting = checks.filter((check) => wanted.length === 0 || wanted.includes(check.name))
const failed = []
const lane = async () => {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const result = await runCheck(check)
    console.log(`${result.passed ? '✓' : '✗'} ${result.name.padEnd(14)} ${result.seconds.toFixed(1)} s`)
    if (!result.passed) {
      failed.push(result.name)
      console.log(`${result.output}\n`)
    }
  }
}
const started = performance.now()
await Promise.all([lane(), lane()])
const total = ((performance.now() - started) / 1000).toFixed(1)
console.log(failed.length === 0 ? `check passed in ${total} s` : `check failed in ${total} s: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
