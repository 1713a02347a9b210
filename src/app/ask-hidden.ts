import readline from 'node:readline'
import { Writable } from 'node:stream'

/** One line from the terminal that is not shown; HENGAI_PASSPHRASE instead, where nobody sits before it. */
export const askHidden = async (question: string): Promise<string> => {
  const given = process.env.HENGAI_PASSPHRASE
  if (given !== undefined) return given
  if (!process.stdin.isTTY)
    throw new Error('请在终端中运行，或设置 HENGAI_PASSPHRASE · Run it in a terminal, or set HENGAI_PASSPHRASE')
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = readline.createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      lines.once('SIGINT', () => reject(new Error('已取消 · cancelled')))
      lines.once('close', () => reject(new Error('已取消 · cancelled')))
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
