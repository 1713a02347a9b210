import { useEffect } from 'react'
import type { ReactNode } from 'react'

/** The top of every page: its name, one line that says what it is for, its actions at the right; sets the window's title as well. */
export const PageHeader = ({
  title,
  purpose,
  actions,
  above,
}: {
  title: string
  purpose?: ReactNode
  actions?: ReactNode
  above?: ReactNode
}) => {
  useEffect(() => {
    document.title = `${title} · 恒爱`
  }, [title])
  return (
    <header className="page-header">
      {above ? <div className="page-above">{above}</div> : null}
      <div className="page-title-row">
        <h1>{title}</h1>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </div>
      {purpose ? <p className="page-purpose">{purpose}</p> : null}
    </header>
  )
}

/** The frame of a page that is not a list: header, then content in one readable column (or the full width with `wide`). */
export const Page = ({
  title,
  purpose,
  actions,
  above,
  wide = false,
  children,
}: {
  title: string
  purpose?: ReactNode
  actions?: ReactNode
  above?: ReactNode
  wide?: boolean
  children: ReactNode
}) => (
  <div className={wide ? 'page' : 'page page-narrow'}>
    <PageHeader title={title} purpose={purpose} actions={actions} above={above} />
    {children}
  </div>
)
