/** How good the proof of a record is (凭据等级), best first. */
export const EVIDENCE = ['scanned', 'witnessed', 'self_entered', 'back_filled', 'imported'] as const
export type Evidence = (typeof EVIDENCE)[number]
