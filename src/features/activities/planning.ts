/** 活动计划: one function per endpoint of `contract-planning.ts`. */
export { listCalendar } from './calendar.ts'
export { listKinds, listRooms, saveKind, saveRoom } from './kinds.ts'
export { cancelActivity, holdActivity, listChanges, recordPlan, rescheduleActivity, savePlan } from './plans.ts'
export { getSeries, listSeries, recordSeries, saveSeries } from './series.ts'
export { getWritings, saveWritings } from './writings.ts'
