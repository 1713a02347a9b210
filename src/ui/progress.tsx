/** Long work with its end in sight: what is being done, how far it is, and a way to stop it. */
import { Button } from 'antd'
import { useUiTexts } from './i18n.ts'
import { showNumber } from './format.ts'

/** `of` undefined: the end is not known yet, the bar moves without a length. */
export const Progress = ({
  label,
  done,
  of,
  cancel,
}: {
  label: string
  done: number
  of: number | undefined
  cancel?: () => void
}) => {
  const t = useUiTexts()
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{label}</span>
        <span className="quiet">
          {of === undefined ? showNumber(done) : t('progress_of', { done: showNumber(done), total: showNumber(of) })}
        </span>
      </div>
      <progress aria-label={label} {...(of === undefined ? {} : { value: Math.min(done, of), max: Math.max(1, of) })} />
      {cancel ? (
        <Button size="small" onClick={cancel}>
          {t('progress_cancel')}
        </Button>
      ) : null}
    </div>
  )
}
