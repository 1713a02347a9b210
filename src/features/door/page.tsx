/** 签到台: where a tablet is set up, and whether this browser still holds arrivals that are not sent. */
import { useEffect, useState } from 'react'
import { Alert, Button } from 'antd'
import { Page } from '../../ui/page-header.tsx'
import { findUnsent } from './keep.web.ts'
import { useTexts } from './words.web.ts'

export default function DoorPage() {
  const t = useTexts()
  const [unsent, setUnsent] = useState(0)
  useEffect(() => {
    void findUnsent().then(({ count }) => setUnsent(count))
  }, [])
  return (
    <Page title={t('door')} purpose={t('door_purpose')}>
      {unsent > 0 ? (
        <Alert type="warning" showIcon title={t('unsent_here', { count: unsent })} style={{ marginBottom: 16 }} />
      ) : null}
      <p>{t('open_kiosk_hint')}</p>
      <p style={{ marginTop: 16 }}>
        {/* A document of its own: the kiosk stands outside the office's frame, and its service worker answers for it. */}
        <Button type="primary" size="large" href="/door/kiosk">
          {t('open_kiosk')}
        </Button>
      </p>
    </Page>
  )
}
