import type { FastifyInstance } from 'fastify'

/** Why no browser can be answered there, and what to do; anything else as it came. */
const inWords = (problem: unknown, host: string, port: number): unknown => {
  const { code } = problem as NodeJS.ErrnoException
  const at = `${host}:${port}`
  if (code === 'EADDRINUSE')
    return new Error(
      `端口 ${port} 已被占用：可能已经启动过一次。请用 --port 换一个，或先停掉那个程序 · Port ${port} is in use (${at}), perhaps by another start of this program. Choose another with --port, or stop that one.`,
      { cause: problem },
    )
  if (code === 'EACCES')
    return new Error(
      `没有权限使用端口 ${port}，请用 --port 换一个 1024 以上的 · No right to use port ${port}; choose one above 1024 with --port`,
      { cause: problem },
    )
  if (code === 'EADDRNOTAVAIL')
    return new Error(`这台机器没有地址 ${host}，请改 --host · This machine has no address ${host}; change --host`, {
      cause: problem,
    })
  return problem
}

/** Listens, or gives everything back and says why it cannot. */
export const listenAt = async (
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
  giveBack: () => Promise<void>,
): Promise<void> => {
  try {
    await app.listen({ host, port })
  } catch (problem) {
    await app.close()
    await giveBack()
    throw inWords(problem, host, port)
  }
}
