/** 报名: one function per endpoint of `contract-enrolments.ts`. */
export { listActivityCalls, saveActivityCall } from './calls.ts'
export { confirmEnrolment, listEnrolments, listRoll, recordEnrolment, withdrawEnrolment } from './enrolments.ts'
export { listWaitingRules, saveWaitingRule } from './waiting.ts'
