/** The stored words of questionnaires and how they are said; one questionnaire in the drawer and on its page. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getResponse } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('surveys', texts)

type T = Translate<keyof typeof texts.zh>

export const scores = (t: T) => ({
  '5': t('score_5'),
  '4': t('score_4'),
  '3': t('score_3'),
  '2': t('score_2'),
  '1': t('score_1'),
})

export const responseRecord = (t: T): RecordSpec<typeof getResponse> => ({
  endpoint: getResponse,
  id_field: 'response_id',
  entity: 'surveys.responses',
  path: (id) => `/surveys/responses/${id}`,
  title: (response) => response.number ?? t('response'),
  fields: [
    { field: 'overall', title: t('overall'), kind: 'choice', choices: scores(t), group: t('scores') },
    { field: 'environment', title: t('environment'), kind: 'choice', choices: scores(t), group: t('scores'), if_there: true },
    { field: 'attitude', title: t('attitude'), kind: 'choice', choices: scores(t), group: t('scores'), if_there: true },
    { field: 'expertise', title: t('expertise'), kind: 'choice', choices: scores(t), group: t('scores'), if_there: true },
    { field: 'content', title: t('content'), kind: 'choice', choices: scores(t), group: t('scores'), if_there: true },
    { field: 'opinion', title: t('opinion'), wide: true, group: t('response'), if_there: true },
    { field: 'occurred_on', title: t('day'), kind: 'day', group: t('response') },
    { field: 'contract_name', title: t('contract'), group: t('response') },
    { field: 'station_name', title: t('station'), group: t('response'), if_there: true },
    { field: 'age_band', title: t('age_band'), group: t('response'), if_there: true },
    { field: 'by_proxy', title: t('by_proxy'), kind: 'yes_no', group: t('response') },
  ],
})
