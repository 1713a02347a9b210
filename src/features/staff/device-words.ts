/** What a browser says of itself, in words a person knows; the first that fits. Pure. */

const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\/(\d+)/, '微信 WeChat'],
  [/DingTalk\/(\d+)/, '钉钉 DingTalk'],
  [/QQBrowser\/(\d+)/, 'QQ 浏览器 QQBrowser'],
  [/UCBrowser\/(\d+)/, 'UC 浏览器 UCBrowser'],
  [/(?:Edg|EdgA|EdgiOS)\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/, 'Safari'],
]

/** `Chrome 120`; undefined when it is nobody known. */
export const browserOf = (agent: string): string | undefined => {
  for (const [mark, name] of browsers) {
    const version = mark.exec(agent)?.[1]
    if (version) return `${name} ${version}`
  }
  return undefined
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, '鸿蒙 HarmonyOS'],
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

export const systemOf = (agent: string): string | undefined => systems.find(([mark]) => mark.test(agent))?.[1]

/** The last part of an address says which machine of a house it is, and is left out. */
export const maskedAddress = (address: string | null): string | null => {
  if (address === null) return null
  const plain = address.replace(/^::ffff:/, '')
  if (/^\d+(\.\d+){3}$/.test(plain)) return plain.replace(/(?<!\d)\d+$/, '*')
  return plain === '::1' ? plain : `${plain.split(':').slice(0, 3).join(':')}:*`
}
