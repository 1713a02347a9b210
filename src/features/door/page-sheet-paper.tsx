/** 签到表 on A4: large rows to sign in, a QR code in each, its head repeated on every side. */
import { Button } from 'antd'
import { useParams } from '@tanstack/react-router'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { getSheet } from './contract-sheets.ts'
import { QrCode } from './qr-code.tsx'
import { sheetCode, showSheetCode } from './sheet-code.ts'
import { useSheetTexts } from './words-sheets.web.ts'
import './sheets.css'

type Sheet = OutputOf<typeof getSheet>

const Head = ({ sheet }: { sheet: Sheet }) => {
  const t = useSheetTexts()
  const when = [showDay(sheet.occurred_on), sheet.started_at?.slice(0, 5), sheet.place].filter(Boolean).join(' · ')
  return (
    <div className="paper-head">
      <div>
        <strong>
          {sheet.title} {t('paper_title')}
        </strong>
        <span>{when}</span>
        <span>
          {sheet.organisation_name} · {sheet.station_name} · {t('paper_code')} {showSheetCode(sheet.code)}
        </span>
      </div>
      <QrCode text={sheetCode(sheet.code)} mm={20} />
    </div>
  )
}

const Paper = ({ sheet }: { sheet: Sheet }) => {
  const t = useSheetTexts()
  return (
    <>
      <table className="paper">
        <thead>
          <tr>
            <td colSpan={4}>
              <Head sheet={sheet} />
            </td>
          </tr>
          <tr>
            <th scope="col">{t('no')}</th>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('signature')}</th>
            <th scope="col">{t('qr')}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr key={row.row_no}>
              <td className="paper-no">{row.row_no}</td>
              <td className="paper-name">{row.person_id ? row.person_name : '\u00a0'}</td>
              <td>&nbsp;</td>
              <td className="paper-qr">
                <QrCode text={row.code} mm={13} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="paper-foot">
        <span>{t('paper_unnamed')}＿＿＿＿</span>
        <span>{t('paper_by')}＿＿＿＿＿＿＿＿</span>
      </p>
      <p className="paper-ask">{t('paper_ask')}</p>
    </>
  )
}

export default function SheetPaperPage() {
  const t = useSheetTexts()
  const go = useGo()
  const { sheet_id = '' }: { sheet_id?: string } = useParams({ strict: false })
  const { data, error, refetch } = useCall(getSheet, { sheet_id })
  return (
    <Page
      title={t('paper_title')}
      above={<To href="/sign-in-sheets">‹ {t('back')}</To>}
      actions={
        <>
          <Button type="primary" disabled={!data} onClick={() => print()}>
            {t('print')}
          </Button>
          <Button disabled={!data} onClick={() => go(`/sign-in-sheets/${sheet_id}`)}>
            {t('to_entry')}
          </Button>
        </>
      }
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading lines={8} /> : null}
      {data ? <Paper sheet={data} /> : null}
    </Page>
  )
}
