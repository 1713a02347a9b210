/** `hengai`: every command, one line each. */
import { defineCommand, renderUsage, runCommand, type CommandDef } from 'citty'
import { Refusal } from '../shared/refusal.ts'
import { refusalText } from '../shared/refusal-texts.ts'

/** Each command is loaded when it is asked for: the server, the workbooks and Word files are no business of `figures`. */
const commands: Record<string, () => Promise<CommandDef>> = {
  start: async () => (await import('./cli-start.ts')).start as CommandDef,
  demo: async () => (await import('./cli-demo.ts')).demo as CommandDef,
  import: async () => (await import('./cli-year.ts')).importCommand as CommandDef,
  figures: async () => (await import('./cli-figures.ts')).figuresCommand as CommandDef,
  report: async () => (await import('./cli-report.ts')).reportCommand as CommandDef,
  backup: async () => (await import('./cli-backup.ts')).backupCommand as CommandDef,
  restore: async () => (await import('./cli-restore.ts')).restoreCommand as CommandDef,
  move: async () => (await import('./cli-move.ts')).moveCommand as CommandDef,
  user: async () => (await import('./cli-user.ts')).user,
  keys: async () => (await import('./cli-keys.ts')).keysCommand,
  audit: async () => (await import('./cli-audit.ts')).audit,
}

const main = defineCommand({
  meta: { name: 'hengai', description: '恒爱：社区养老助残综合服务平台 · community elder-care and disability service platform' },
  subCommands: commands,
})

/** The command the words lead to, for its help. */
const commandAt = async (words: readonly string[]): Promise<{ command: CommandDef; parent?: CommandDef }> => {
  let [command, parent]: [CommandDef, CommandDef | undefined] = [main, undefined]
  for (const word of words) {
    const next = (command.subCommands as Record<string, CommandDef | (() => Promise<CommandDef>)> | undefined)?.[word]
    if (!next) break
    ;[command, parent] = [typeof next === 'function' ? await next() : next, command]
  }
  return { command, ...(parent ? { parent } : {}) }
}

const inWords = (problem: unknown): string =>
  problem instanceof Refusal
    ? `${refusalText(problem.code, problem.details, 'zh')}\n${refusalText(problem.code, problem.details, 'en')}`
    : (problem as Error).message

const words = process.argv.slice(2)
try {
  const { command, parent } = await commandAt(words)
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
