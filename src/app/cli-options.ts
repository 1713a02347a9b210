/** What the commands ask for alike. Loads nothing, so that no command loads another's work. */

/** Options of every command that opens the data folder. */
export const dataOption = {
  data: { type: 'string', valueHint: 'DIR', description: '数据文件夹，默认 ./data · the data folder' },
} as const

export const organisationOption = {
  organisation: { type: 'string', valueHint: 'NAME', description: '机构名称或编号（只有一个机构时不用填）· the organisation' },
} as const

/** The organisation a command works for: the one there is, or the one named by `--organisation`. */
export const organisationOf = (all: readonly string[], named: string | undefined): string => {
  if (named && all.includes(named)) return named
  if (named) throw new Error(`没有这个机构 · There is no organisation ${named}: ${all.join(', ')}`)
  if (all.length === 0)
    throw new Error('还没有机构，请先运行 start 完成初始设置 · There is no organisation yet: run start and set it up first')
  if (all.length > 1)
    throw new Error(`有多个机构，请用 --organisation 指定 · There are several organisations, name one: ${all.join(', ')}`)
  return all[0]!
}

/** One line that counts, on a terminal only. */
export const progressOn = (label: string): ((done: number, total: number) => void) => {
  let shown = 0
  return (done, total) => {
    if (!process.stderr.isTTY || (Date.now() - shown < 200 && done < total)) return
    shown = Date.now()
    process.stderr.write(
      `\r${label}: ${done.toLocaleString('zh-CN')} / ${total.toLocaleString('zh-CN')}${done >= total ? '\n' : ''}`,
    )
  }
}
