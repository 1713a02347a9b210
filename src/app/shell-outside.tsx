/** The quiet frame of pages before sign-in: one column, the brand above, the language below. */
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { Loading, OfflineBand } from '../ui/states.tsx'
import { registerTexts, speak, useLanguage } from '../ui/i18n.ts'
import { Mark } from './shell-brand.tsx'
import { texts } from './shell-texts.ts'
import './shell.css'

const useTexts = registerTexts('shell', texts)

export const Splash = () => (
  <div className="splash">
    <Mark size={48} />
    <Loading lines={1} />
  </div>
)

export const Outside = ({ children }: { children: ReactNode }) => {
  const t = useTexts()
  const language = useLanguage()
  return (
    <div className="outside">
      <OfflineBand />
      <header className="outside-brand">
        <Mark size={40} />
        <span className="outside-name">
          恒爱 <span lang="en">Hengai</span>
        </span>
      </header>
      <main className="outside-main">
        <Suspense fallback={<Loading lines={4} />}>{children}</Suspense>
      </main>
      <footer className="outside-foot">
        <button
          type="button"
          className="plain"
          onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
          lang={language === 'zh' ? 'en' : 'zh-CN'}
        >
          {t('other_language')}
        </button>
      </footer>
    </div>
  )
}
