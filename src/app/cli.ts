/** `hengai`: every command, one line each. */
import { defineCommand, renderUsage, runCommand, type CommandDef } from 'citty'
import { Refusal } from '../shared/refusal.ts'
import { refusalText } from '../shared/refusal-texts.ts'
import { demo } from './cli-demo.ts'
import { start } from './cli-start.ts'
import { user } from './cli-user.ts'
import { figuresCommand, importCommand, reportCommand } from './cli-year.ts'

const commands: Record<string, CommandDef> = {
  start: start as CommandDef,
  demo: demo as CommandDef,
  import: importCommand as CommandDef,
  figures: figuresCommand as CommandDef,
  report: reportCommand as CommandDef,
  user,
}

const main = defineCommand({
  meta: { name: 'hengai', description: '恒爱：社区养老助残综合服务平台 · community elder-care and disability service platform' },
  subCommands: commands,
})

/** The command the words lead to, for its help. */
const commandAt = (words: readonly string[]): { command: CommandDef; parent?: CommandDef } => {
  let [command, parent]: [CommandDef, CommandDef | undefined] = [main, undefined]
  for (const word of words) {
    const next = (command.subCommands as Record<string, CommandDef> | undefined)?.[word]
    if (!next) break
    ;[command, parent] = [next, command]
  }
  return { command, ...(parent ? { parent } : {}) }
}

const inWords = (problem: unknown): string =>
  problem instanceof Refusal
    ? `${refusalText(problem.code, problem.details, 'zh')}\n${refusalText(problem.code, problem.details, 'en')}`
    : (problem as Error).message

const words = process.argv.slice(2)
try {
  const { command, parent } = commandAt(words)
  const asksHelp = words.length === 0 || words.includes('--help') || words.includes('-h')
  const isGroup = command.subCommands !== undefined
  if (asksHelp || isGroup) {
    console.log(await renderUsage(command, parent))
    if (!asksHelp) process.exitCode = 1
  } else {
    await runCommand(main as CommandDef, { rawArgs: words })
  }
} catch (problem) {
  console.error(inWords(problem))
  if (process.env.HENGAI_DEBUG) console.error(problem)
  process.exitCode = 1
}
