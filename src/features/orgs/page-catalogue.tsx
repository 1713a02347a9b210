/** 服务目录. */
import { ListPage } from '../../ui/list-page.tsx'
import { useLanguage } from '../../ui/i18n.ts'
import { listServiceTypes } from './contract.ts'
import { useTexts } from './station-record.tsx'

export default function CataloguePage() {
  const t = useTexts()
  const name = useLanguage() === 'en' ? 'name_en' : 'name_zh'
  const domains = {
    elder_care: t('elder_care'),
    health: t('health'),
    disability: t('disability'),
    community: t('community_domain'),
    relief: t('relief'),
    epidemic: t('epidemic'),
  }
  return (
    <ListPage
      name="listServiceTypes"
      endpoint={listServiceTypes}
      row_key="service_type"
      title={t('catalogue')}
      purpose={t('catalogue_purpose')}
      any_station
      filters={[
        { kind: 'text' },
        { kind: 'choice', field: 'domain', label: t('domain'), choices: domains },
        { kind: 'yes_no', field: 'counts_in_total', label: t('counts') },
      ]}
      columns={[
        { field: name, title: t('service'), card: 'title' },
        { field: 'domain', title: t('domain'), kind: 'choice', choices: domains },
        { field: 'counts_in_total', title: t('counts'), kind: 'yes_no' },
        { field: 'sensitive', title: t('sensitive'), kind: 'yes_no', card: 'quiet' },
        { field: 'valid_from', title: t('valid_from'), kind: 'day', card: 'quiet' },
        { field: 'source', title: t('source'), card: 'quiet' },
      ]}
    />
  )
}
