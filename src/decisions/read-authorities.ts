import type { Context } from '../app/context.ts'
import { contactsOf, directory } from '../partners/contacts.ts'
import type { Partner } from '../partners/partner.ts'
import type { Authority } from '../rules/authority.ts'
import { isOn, policyFor } from '../rules/policy.ts'
import type { RecordReader } from '../store/store.ts'
import type { Authorities } from './authorities.ts'

const FILE = 'data/authorities.json'

/** Reads who holds which role on the day. */
export async function authoritiesFor(
  { today }: Pick<Context, 'today'>,
  store: Pick<RecordReader, 'records'>,
  partner: Partner,
): Promise<Authorities> {
  const reference = await import('../reference/authorities.ts')
  const { roles, versions, notNames } = reference.readAuthorities()
  const { channelManager, channelDirector } = contactsOf(await directory(store), partner)
  return {
    policy: policyFor(versions, today, 'approvals', `see ${FILE}`),
    roles: roles.map(({ id, title, people }): Authority => {
      if (id === 'channel_director') return { id, title, ...heldBy(channelDirector) }
      const names = people.filter((held) => isOn(held, today)).map(({ name }) => name)
      return { id, title, people: names, why: names.length > 0 ? null : `${FILE} names no one` }
    }),
    notNames: notNames.words,
    channelManager: channelManager.name,
  }
}

function heldBy({ name, why, isActive }: { name: string | null; why: string | null; isActive: boolean }) {
  return { people: name === null ? [] : [name], why: name === null || !isActive ? why : null }
}
