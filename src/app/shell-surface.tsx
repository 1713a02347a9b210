/** Ordinary or large text for the whole application: painted as tokens, handed to antd, remembered in this browser. */
import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useLanguage } from '../ui/i18n.ts'
import { useIsPhone, useIsStill } from '../ui/screen.ts'
import { themeOf } from '../ui/theme.ts'
import { paintTokens } from '../ui/tokens.ts'
import type { Surface } from '../ui/tokens.ts'

const remembered_under = 'hengai.surface'

/** What pops up stays inside the page's landmark, where screen readers look for it; drawers and dialogs keep their own place. */
const popupPlace = (from?: HTMLElement): HTMLElement => from?.closest('main') ?? document.body

const SurfaceContext = createContext<readonly [Surface, (surface: Surface) => void]>(['office', () => {}])

export const useSurface = () => useContext(SurfaceContext)

const remembered = (): Surface => (localStorage.getItem(remembered_under) === 'big' ? 'big' : 'office')

export const SurfaceFrame = ({ children }: { children: ReactNode }) => {
  const [surface, setSurface] = useState(remembered)
  const phone = useIsPhone()
  const still = useIsStill()
  const language = useLanguage()
  useLayoutEffect(() => paintTokens(surface), [surface])
  useLayoutEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const choose = useCallback((chosen: Surface) => {
    localStorage.setItem(remembered_under, chosen)
    setSurface(chosen)
  }, [])
  const theme = useMemo(() => themeOf(surface, phone, still), [surface, phone, still])
  return (
    <SurfaceContext value={useMemo(() => [surface, choose] as const, [surface, choose])}>
      <ConfigProvider
        theme={theme}
        locale={language === 'zh' ? zhCN : enUS}
        getPopupContainer={popupPlace}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </SurfaceContext>
  )
}
