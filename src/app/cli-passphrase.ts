/** A passphrase is asked for at the terminal, unseen; scripts give it in HENGAI_PASSPHRASE. Never an argument: those are seen by everybody. */
import readline from 'node:readline'
import { Writable } from 'node:stream'

/** Long enough that guessing at half a second each (scrypt) is hopeless; several words are easier to remember than signs. */
const SHORTEST = 12

const ask = (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    process.stderr.write(question)
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const terminal = readline.createInterface({ input: process.stdin, output: unseen, terminal: true })
    terminal.on('SIGINT', () => {
      terminal.close()
      reject(new Error('已取消 · Cancelled'))
    })
    terminal.question('', (answer) => {
      terminal.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })

const given = (): string | undefined => {
  const text = process.env.HENGAI_PASSPHRASE
  if (text === undefined && !process.stdin.isTTY)
    throw new Error('没有终端可以输入口令，请设 HENGAI_PASSPHRASE · No terminal to ask for the passphrase: set HENGAI_PASSPHRASE')
  return text
}

/** The passphrase of an existing backup. */
export const askPassphrase = async (): Promise<string> => given() ?? ask('口令 · Passphrase: ')

/** A new one, asked twice. */
export const askNewPassphrase = async (): Promise<string> => {
  const fromScript = given()
  const first = fromScript ?? (await ask('口令（至少 12 个字，几个词连起来最好记）· Passphrase, at least 12 characters: '))
  if ([...first].length < SHORTEST) throw new Error('口令至少 12 个字 · The passphrase needs at least 12 characters')
  if (fromScript === undefined && (await ask('再输入一次 · Again: ')) !== first)
    throw new Error('两次输入的口令不一样 · The two passphrases differ')
  return first
}
