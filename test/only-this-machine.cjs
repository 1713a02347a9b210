/** Loaded before a program (`node --require`), also into its threads: a line to any other machine is refused, and written to stderr. */
const dns = require('node:dns')
const net = require('node:net')

const LOOPBACK = /^(localhost|127\.[\d.]+|::1|::ffff:127\.[\d.]+|0\.0\.0\.0|::)$/
const refuse = (what) => {
  process.stderr.write(`FOREIGN HOST ${what}\n`)
  throw new Error(`a line to ${what}`)
}

const connect = Reflect.get(net.Socket.prototype, 'connect')
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  const host = typeof first === 'object' && first !== null ? first.host : typeof args[1] === 'string' ? args[1] : undefined
  const isFile = typeof first === 'string' || (typeof first === 'object' && first?.path)
  if (!isFile && host !== undefined && !LOOPBACK.test(host)) refuse(host)
  return connect.apply(this, args)
}
const { lookup } = dns
dns.lookup = (host, ...rest) => (LOOPBACK.test(host) || net.isIP(host) ? lookup(host, ...rest) : refuse(host))
require('node:dgram').Socket.prototype.send = () => refuse('UDP')
