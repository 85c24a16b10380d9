/** Whose page a digest is: the desk's, the director's, or that of one channel manager, found among those who have something. */

import type { Context } from '../app/context.ts'
import { failure } from '../errors.ts'
import { directory, reachable } from '../partners/contacts.ts'
import { foldName } from '../records/name.ts'
import { didYouMean } from '../records/near.ts'
import type { AgendaItem } from '../reports/agenda.ts'
import type { RecordReader } from '../store/store.ts'
import type { Audience } from './marks.ts'
import type { Agenda } from './read.ts'

/**
 * The audience that `--for` names. A channel manager is found by name or address among the Salesforce users, else by name among the
 * owners of accounts and the managers of registrations. Throws `user_not_found`.
 */
export async function audienceOf(
  context: Context,
  store: RecordReader,
  { owners }: Pick<Agenda, 'owners'>,
  named: string | undefined,
): Promise<Audience> {
  const subject = named?.trim() ?? 'desk'
  if (subject === 'desk' || subject === 'director') return { reader: subject, manager: null }
  const people = await directory(store)
  const isAddress = subject.includes('@')
  const users = people.all({ id: null, name: isAddress ? null : subject, address: isAddress ? subject : null })
  if (users.length > 1)
    throw failure('user_not_found', `${users.length} Salesforce users are "${subject}"`, 'use the email address of one of them')
  const [user] = users
  if (user) {
    const { address } = reachable(people, { id: user.id, name: user.name }, context)
    return { reader: 'manager', manager: { id: user.id, name: user.name ?? subject, address } }
  }
  const { folded } = foldName(subject)
  const name = owners.find((each) => foldName(each).folded === folded)
  if (name !== undefined) return { reader: 'manager', manager: { id: null, name, address: null } }
  throw failure(
    'user_not_found',
    `no channel manager is "${subject}"${didYouMean(subject, owners)}`,
    'use desk, director, or the full name or address of a channel manager; import the Salesforce users: phd import <users.csv>',
  )
}

/** Whether an item is one of an audience: of a channel manager, those of the own registrations and accounts. */
export function isFor({ manager }: Audience): (item: AgendaItem) => boolean {
  if (manager === null) return () => true
  const { folded } = foldName(manager.name)
  return ({ manager: own }) => {
    if (own === null) return false
    if (own.id !== null && manager.id !== null) return own.id === manager.id
    return own.name !== null && foldName(own.name).folded === folded
  }
}
