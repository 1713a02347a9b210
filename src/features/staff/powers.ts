/**
 * 三员分立: what an administrator's role may do falls into three powers, which different people hold (GB/T 22239-2019, 8.1.5: system,
 * audit and security administration). Read from the permissions, so that a role changed by hand is judged as it stands. Pure.
 */

export const powers = ['system', 'security', 'audit'] as const
export type Power = (typeof powers)[number]

/** The director reads the trail too, and is none of the three: an auditor reads it and records nothing. */
export const powersOf = (permissions: readonly string[]): Power[] => {
  const found: Power[] = []
  if (permissions.includes('orgs.manage')) found.push('system')
  if (permissions.includes('staff.manage')) found.push('security')
  if (permissions.includes('audit.read') && !permissions.some((permission) => permission.endsWith('.record'))) found.push('audit')
  return found
}

const ADMINISTERS = ['orgs.manage', 'staff.manage', 'staff.confirm', 'audit.read']

/** Administrators, and whoever may see numbers, telephones and addresses in full. */
export const needsSecondFactor = (permissions: readonly string[]): boolean =>
  [...ADMINISTERS, 'people.reveal', 'staff.reveal'].some((permission) => permissions.includes(permission))

/** Roles no single person may hand out: they see personal data, or could make others who do. */
export const needsSecondPerson = (permissions: readonly string[]): boolean =>
  [...ADMINISTERS, 'people.read', 'people.reveal', 'health.read', 'staff.reveal', 'imports.read'].some((permission) =>
    permissions.includes(permission),
  )
