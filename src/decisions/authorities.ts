/** Who may approve a decision on a partner: the roles of the day, with the people who hold them. */

import { usageError } from '../errors.ts'
import type { Partner } from '../partners/partner.ts'
import { type Approved, type Authority, type AuthorityPolicy, approvalsNeeded, granted } from '../rules/authority.ts'

/** Who may approve decisions on one partner. */
export interface Authorities {
  policy: AuthorityPolicy
  roles: readonly Authority[]
  /** Words that no name is made of. */
  notNames: readonly string[]
  /** The partner's channel manager, by the Salesforce users; never counts as a manager. */
  channelManager: string | null
}

/** The approvers, as they are recorded, and what to check by hand. Throws a usage error if one is missing. */
export function grantApprovals(
  { policy, roles, channelManager }: Authorities,
  { account }: Partner,
  approved: Approved,
  names: readonly string[],
): { approvers: readonly string[]; remarks: string[] } {
  const needed = approvalsNeeded(approved, policy, roles)
  const own = channelManager ?? account.record.owner
  const { missing, unchecked, approvers } = granted(needed, names, roles, own === null ? [] : [own])
  if (missing) {
    throw usageError(
      `${approved.exception ? 'an exception' : 'this override'} needs ${needed.map(groupWords).join(', and ')}`,
      `once approved: ${needed.map(groupOption).join(' ')}`,
    )
  }
  const remarks = unchecked.map(({ name, role }) => `not checked: whether ${name} is ${role.title} (${role.why})`)
  return { approvers, remarks }
}

/** "the approval of Ed Cepulis (Sr. Director of Programs) or the channel manager's manager". */
function groupWords(group: readonly Authority[]): string {
  const words = group.flatMap(({ people, title }) => (people.length > 0 ? people.map((name) => `${name} (${title})`) : [title]))
  return `the approval of ${words.join(' or ')}`
}

/** The options that name who must approve. */
export function approvalOptions({ policy, roles }: Authorities, approved: Approved): string {
  return approvalsNeeded(approved, policy, roles).map(groupOption).join(' ')
}

/** The options that name who must approve an exception. */
export function exceptionOptions(authorities: Authorities): string {
  const exception = { checks: [], decision: 'approved', restricted: false, override: false, exception: true } as const
  return approvalOptions(authorities, exception)
}

function groupOption(group: readonly Authority[]): string {
  const [name] = group.flatMap(({ people }) => people)
  return `--approved-by "${name ?? `<name of ${group[0]?.title}>`}"`
}

/** The two who decide on exceptions, by name or by what they are. */
export function exceptionApprovers({ roles, channelManager }: Authorities): readonly [string, string] {
  const holderOf = (role: string): string | undefined => roles.find(({ id }) => id === role)?.people[0]
  return [
    holderOf('programs_director') ?? 'the Sr. Director of Programs',
    holderOf('channel_director') ?? `the manager of ${channelManager ?? 'the channel manager'}`,
  ]
}
