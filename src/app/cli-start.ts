import { defineCommand } from 'citty'
import { dataOption } from './cli-options.ts'
import { openAll } from './open.ts'
import { serve } from './serve.ts'

export const start = defineCommand({
  meta: { name: 'start', description: '启动服务 · serve the web application' },
  args: {
    ...dataOption,
    port: { type: 'string', default: '8080', valueHint: 'PORT', description: '端口 · the port' },
    host: {
      type: 'string',
      default: '127.0.0.1',
      valueHint: 'HOST',
      description: '监听地址；0.0.0.0 供局域网访问 · the address to listen on',
    },
    quiet: { type: 'boolean', default: false, description: '不打印访问日志 · no access log' },
  },
  run: async ({ args }) => {
    const port = Number(args.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`端口不对 · This is not a port: ${args.port}`)
    const server = await serve(await openAll(args.data), { host: args.host, port, log: !args.quiet, daily_backup: true })
    console.log(`恒爱已启动 · Hengai is running: ${server.address}`)
    if (server.setup_code)
      console.log(
        `设置码（只用一次）· One-time set-up code: ${server.setup_code}\n请在浏览器打开 · Open in a browser: ${server.address}/first-run`,
      )
    const key = server.key
    if (key && !key.copied)
      console.log(
        `密钥文件 · key file: ${key.path}\n丢了它，身份证号、电话、住址都打不开，数据备份也没有用。请运行 hengai keys export 做一份副本，与数据分开存放。\n` +
          'Once it is lost, ID numbers, telephones and addresses cannot be read again, not from a backup either. Run hengai keys export and keep the copy apart.',
      )
    await server.stopped()
    console.log('已停止，数据已保存 · Stopped; everything is saved')
  },
})
