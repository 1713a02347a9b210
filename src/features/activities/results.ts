/** 成效·前后测: one function per endpoint of `contract-outcomes.ts`. */
export { listMembers, listTests, recordTests } from './group-tests.ts'
export { listMeasures, listOutcomes, recordOutcome } from './outcomes.ts'
