/** Where journeys take place: the running product, a browser, the accounts made so far, and what must never happen on any page. */
import type { Browser, BrowserContext, Cookie, Page } from 'playwright-core'
import { Authenticator } from './authenticator.ts'
import { expect } from './journey.ts'
import { faultsOf, picture, resize, settled } from './look.ts'
import type { Width } from './look.ts'
import type { RunningServer } from './server.ts'

export interface Login {
  readonly login: string
  readonly password: string
}

type Language = 'zh' | 'en'

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Refusals are part of this visit: the browser's own note of a 4xx answer is no fault. */
  expectRefusals(): void
}

export class Stage {
  readonly browser: Browser
  readonly server: RunningServer
  /** Made by the first run; holds the roles of director and administrator. */
  director: Login | undefined
  /** What went wrong in the journey of now, besides what it throws itself. */
  faults: string[] = []
  private contexts: BrowserContext[] = []
  private readonly phone = new Authenticator()
  /** Sessions of those who stay signed in, as people do. */
  private readonly sessions = new Map<string, Cookie[]>()

  constructor(browser: Browser, server: RunningServer) {
    this.browser = browser
    this.server = server
  }

  /** A browser of somebody new: no cookies, nothing remembered. */
  async visit(width: Width = 1280): Promise<Visit> {
    const context = await this.browser.newContext({
      baseURL: this.server.address,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      acceptDownloads: true,
      hasTouch: width === 390,
    })
    this.contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await resize(page, width)
    let refusals = false
    const fault = (words: string) => this.faults.push(`${new URL(page.url(), this.server.address).pathname}: ${words}`)
    page.on('pageerror', (error) => fault(`error in the page: ${error.message}`))
    page.on('console', (message) => {
      const answer = /status of 4\d\d/.test(message.text())
      const away = /ERR_INTERNET_DISCONNECTED/.test(message.text())
      if (message.type() === 'error' && !(answer && refusals) && !away)
        fault(`console: ${message.text()} ${message.location().url}`)
    })
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== this.server.address) fault(`asked a foreign host: ${request.url()}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 500) fault(`${response.status()} from ${response.url()}`)
    })
    return { page, context, expectRefusals: () => (refusals = true) }
  }

  /** Sets the second factor up, or gives its code, where the account is asked for it. */
  async passSecondFactor({ page }: Pick<Visit, 'page'>, login: string): Promise<void> {
    const secret = page.locator('.enrol-secret')
    const code = page.getByLabel('动态口令或恢复码')
    const before_work = page.getByLabel('新密码', { exact: true })
    await page.getByRole('navigation').or(secret).or(code).or(before_work).first().waitFor()
    const enrols = await secret.isVisible()
    if (!enrols && !(await code.isVisible())) return
    if (enrols) this.phone.keep(login, await secret.innerText())
    await page.getByLabel(/动态口令/).fill(await this.phone.code(login))
    await page.getByRole('button', { name: enrols ? '启用' : '继续' }).click()
    if (enrols) await page.getByRole('button', { name: '我已保存好' }).click()
    await page.getByRole('navigation').first().waitFor()
  }

  /** Signs in by the sign-in page. */
  async signIn({ page }: Pick<Visit, 'page'>, login: Login): Promise<void> {
    await page.goto('/sign-in')
    await page.getByLabel(/用户名|User name/).fill(login.login)
    await page.getByLabel(/^密码|^Password/).fill(login.password)
    await page.getByRole('button', { name: /登\s*录|Sign in/ }).click()
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await settled(page)
  }

  async visitAs(login: Login | undefined, width: Width = 1280): Promise<Visit> {
    expect(login !== undefined, 'the first run made no account')
    const visit = await this.visit(width)
    // Before sign-in the page asks who is there, and learns that nobody is.
    visit.expectRefusals()
    await this.comeBack(visit, login)
    return visit
  }

  /** With the session of the last time, or by signing in again. */
  private async comeBack({ page, context }: Visit, login: Login): Promise<void> {
    await context.addCookies(this.sessions.get(login.login) ?? [])
    const known = await page.request.get('/api/session')
    if (known.ok()) {
      await page.goto('/')
      await settled(page)
    } else {
      await this.signIn({ page }, login)
      await this.passSecondFactor({ page }, login.login)
      await settled(page)
    }
    this.sessions.set(login.login, await context.cookies())
  }

  async speak({ page }: Pick<Visit, 'page'>, language: Language): Promise<void> {
    const answer = await page.request.put('/api/session/language', { data: { language }, headers: { 'x-hengai': '1' } })
    expect(answer.ok(), `the language could not be saved: ${answer.status()}`)
    await page.reload()
    await settled(page)
  }

  /** Looks at the page as it stands: axe, nothing cut off, a picture, in each width. */
  async look(
    { page }: Pick<Visit, 'page'>,
    name: string,
    widths: readonly Width[] = [390, 1920, 1280],
    axe_at: readonly Width[] = [390, 1280],
  ): Promise<void> {
    for (const width of widths) {
      await resize(page, width)
      // 1920 px is the 1280 px layout with more room: the same names and colours, so only its picture is wanted.
      this.faults.push(...(await faultsOf(page, name, { axe: axe_at.includes(width) })))
    }
  }

  /** Looks in Chinese at three widths, in English at phone and desktop; leaves the page in Chinese at 1280 px. */
  async lookInBothLanguages(visit: Pick<Visit, 'page'>, name: string): Promise<void> {
    await this.look(visit, name)
    await this.speak(visit, 'en')
    await this.look(visit, `${name}-en`, [390, 1280], [1280])
    await this.speak(visit, 'zh')
  }

  /** The same before anybody is signed in: the language is the browser's own. */
  async lookOutside(visit: Pick<Visit, 'page'>, name: string): Promise<void> {
    const speak = async (language: Language) => {
      await visit.page.evaluate((chosen) => localStorage.setItem('hengai.language', chosen), language)
      await visit.page.reload()
      await settled(visit.page)
    }
    await this.look(visit, name)
    await speak('en')
    await this.look(visit, `${name}-en`, [390, 1280], [1280])
    await speak('zh')
  }

  /** The pages as they stand when a journey breaks off, in e2e/shots. */
  async pictureWhatWentWrong(journey: string): Promise<void> {
    const pages = this.contexts.flatMap((context) => context.pages())
    const name = journey.replaceAll(/\W+/g, '-').slice(0, 40)
    for (const [place, page] of pages.entries()) await picture(page, `failed-${name}-${place + 1}`).catch(() => undefined)
  }

  async endJourney(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()))
    this.contexts = []
  }
}
