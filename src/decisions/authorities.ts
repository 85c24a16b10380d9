/** Who may approve a decision on a partner: the roles of the day, with the people who hold them. */

import type { Context } from '../app/context.ts'
import { usageError } from '../errors.ts'
import { contactsOf, directory } from '../partners/contacts.ts'
import type { Partner } from '../partners/partner.ts'
import { namesSomebody } from '../records/person.ts'
import { type Approved, type Authority, approvalsNeeded, granted } from '../rules/authority.ts'
import type { RecordReader } from '../store/store.ts'
import { policyFor } from '../verdicts/rule.ts'

const FILE = 'data/authorities.json'

/** Who may approve a decision on one partner. */
export interface Approvals {
  /** Whose approvals are needed, of each group one. */
  needed: readonly (readonly Authority[])[]
  /** Checks the approvers that were named; gives them as they are recorded, and what is to be said of them. Throws a usage error. */
  grant(names: readonly string[]): { approvers: readonly string[]; remarks: string[] }
}

/** The approvals that a decision needs, by the version of the day; the account's own channel manager never counts as a manager. */
export async function approvalsFor(
  context: Pick<Context, 'today'>,
  store: RecordReader,
  partner: Partner,
  approved: Approved,
): Promise<Approvals> {
  const { readAuthorities } = await import('../reference/authorities.ts')
  const { roles, versions, notNames } = readAuthorities()
  const policy = policyFor(versions, context.today, 'approvals', 'authorities.json')
  const { channelManager, channelDirector } = contactsOf(await directory(store), partner)
  const known = roles.map(({ id, title, people }): Authority => {
    if (id === 'channel_director') return { id, title, ...channelDirectorIs(channelDirector) }
    const names = people.filter(({ from, to }) => isOn(context.today, from, to)).map(({ name }) => name)
    return { id, title, people: names, why: names.length > 0 ? null : `${FILE} names nobody` }
  })
  const needed = approvalsNeeded(approved, policy, known)
  const own = channelManager.name ?? partner.account.record.owner
  return {
    needed,
    grant: (names) => {
      const nobody = names.find((name) => !namesSomebody(name, notNames.words))
      if (nobody !== undefined) throw usageError(`--approved-by needs a name, and "${nobody}" is none`, 'say who approved it')
      const { missing, unchecked, approvers } = granted(needed, names, known, own === null ? [] : [own])
      if (missing) {
        throw usageError(
          `${approved.exception ? 'an exception' : 'this override'} needs ${needed.map(groupWords).join(', and ')}`,
          `when approved: ${approvalOptions(needed)}`,
        )
      }
      const remarks = unchecked.map(
        ({ name, role }) => `that ${name} is ${role.title} was not checked (${role.why}): make sure that it is so`,
      )
      return { approvers, remarks }
    },
  }
}

function isOn(day: string, from: string | null, to: string | null): boolean {
  return (from === null || from <= day) && (to === null || day <= to)
}

function channelDirectorIs({ name, why, isActive }: { name: string | null; why: string | null; isActive: boolean }) {
  return { people: name === null ? [] : [name], why: name === null || !isActive ? why : null }
}

/** "the approval of Ed Cepulis (Sr. Director of Programs) or the channel manager's manager". */
function groupWords(group: readonly Authority[]): string {
  const words = group.flatMap(({ people, title }) => (people.length > 0 ? people.map((name) => `${name} (${title})`) : [title]))
  return `the approval of ${words.join(' or ')}`
}

/** The options that name who must approve. */
export function approvalOptions(needed: readonly (readonly Authority[])[]): string {
  return needed
    .map((group) => {
      const [name] = group.flatMap(({ people }) => people)
      return `--approved-by "${name ?? `<name of ${group[0]?.title}>`}"`
    })
    .join(' ')
}
