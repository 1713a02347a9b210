import { inLanguage, registerTexts, type Translate } from '../../ui/i18n.ts'
import { EARNING, EARNING_SERVICES } from './earning.ts'
import { texts } from './texts-rules.ts'

export const useRuleTexts = registerTexts('points_rules', texts)

export type RT = Translate<keyof typeof texts.zh>

export const services = () => Object.fromEntries(EARNING_SERVICES.map((service) => [service, inLanguage(EARNING[service])]))

export const pers = (t: RT) => ({ time: t('per_time'), hour: t('per_hour') })

export const funds = (t: RT) => ({ government: t('government'), donation: t('donation'), own: t('own') })
