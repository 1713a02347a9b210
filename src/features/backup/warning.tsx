/** On the first page of an administrator: nothing while all is well. */
import { Alert } from 'antd'
import { showInstant } from '../../ui/format.ts'
import { registerTexts } from '../../ui/i18n.ts'
import { useCall } from '../../ui/queries.ts'
import { To } from '../../ui/url.tsx'
import { getBackupState } from './contract.ts'
import { texts } from './texts.ts'
import './backup.css'

const useTexts = registerTexts('backup', texts)

export const BackupWarning = () => {
  const t = useTexts()
  const { data } = useCall(getBackupState, {})
  if (!data?.on || (!data.is_old && !data.failure)) return null
  return (
    <Alert
      className="backup-warning"
      type="warning"
      showIcon
      role="alert"
      title={
        data.failure
          ? t('failed_at', { at: showInstant(data.failure.failed_at) })
          : data.last_made_at
            ? t('is_old')
            : t('no_last')
      }
      description={data.failure ? t(data.failure.code) : t('is_old_hint')}
      action={<To href="/organisation/backups">{t('go_backups')}</To>}
    />
  )
}
