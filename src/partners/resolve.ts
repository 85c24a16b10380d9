/** The one resolver behind every command that takes a partner: id, name, alias, email domain; anything less is a suggestion. */

import { failure, PhdError, usageError } from '../errors.ts'
import { isDamagedWord, isNoName } from '../records/damaged-word.ts'
import { isKeptName, MOST_BYTES } from '../records/kept-text.ts'
import { type Account, accounts } from '../records/kinds/accounts.ts'
import { type FoldedName, foldName } from '../records/name.ts'
import { readSalesforceId } from '../records/salesforce-id.ts'
import type { AccountName, Alias, FormerName, GoneAccount, Stored } from '../store/store.ts'
import { wholePartners } from './every/finder.ts'
import { partnersInFileOrder } from './every/partner-index.ts'
import { linkOf } from './linking/linked-names.ts'
import { NameIndex, type NameMatch } from './linking/links.ts'
import {
  accountsWithIds,
  candidateOf,
  domainsOf,
  hostOf,
  isPartner,
  isPartnerType,
  named,
  type Partner,
  type PartnerLookup,
  toPartner,
} from './partner.ts'
import { rankLike } from './suggest.ts'

const ID = /^001[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/

export interface Resolved {
  partner: Partner
  by: 'id' | 'name' | 'name_without_legal_form' | 'alias' | 'email' | 'domain'
}

/**
 * Finds the partner that `subject` names exactly. An id beats a name, a name beats an alias, an alias beats a domain.
 * Throws PhdError with exit code 3: `partner_ambiguous`, `partner_not_found`, `not_a_partner`, `no_accounts`, with candidates.
 */
export async function resolvePartner(store: PartnerLookup, subject: string): Promise<Resolved> {
  const [outcome] = await resolvePartners(store, [subject])
  if (!outcome || outcome instanceof PhdError) throw outcome
  return outcome
}

/** The same for some subjects at once, in their order; one that leads to no partner gives the error. */
export async function resolvePartners(store: PartnerLookup, subjects: readonly string[]): Promise<(Resolved | PhdError)[]> {
  const typed = subjects.map((subject) => subject.trim())
  const known = await readNames(
    store,
    typed.filter((each) => each !== '' && !ID.test(each)),
  )
  const found = await Promise.all(
    typed.map(async (each): Promise<Resolved | PhdError | null> => {
      try {
        if (each === '') throw noPartnerNamed()
        if (ID.test(each)) return { partner: await byId(store, each), by: 'id' }
        return byName(known, each) ?? (await byAddress(store, each))
      } catch (error) {
        if (error instanceof PhdError) return error
        throw error
      }
    }),
  )
  const lost = typed.filter((_, i) => found[i] === null)
  const why = lost.length === 0 ? null : await notFound(store, lost)
  return found.map((each, i) => each ?? why?.(typed[i] ?? '') ?? noPartnerNamed())
}

/** The usage error where a partner is needed and none was named. */
export function noPartnerNamed(): PhdError {
  return usageError('no partner given', 'give an id, a name, an alias or an email domain')
}

/** The error where there are no partners to look among: nothing was imported, or not by the moment asked about, or it was undone. */
export async function noAccounts(store: Pick<PartnerLookup, 'asOf' | 'listImports'>): Promise<PhdError> {
  const undoing = (await store.listImports([accounts])).findLast(({ undoes, undoneBy }) => undoes !== null && undoneBy === null)
  if (undoing) {
    const message = `no partner accounts are known: import ${undoing.undoes} (${undoing.file}) was undone, by import ${undoing.id}`
    return failure('no_accounts', message, { undoing: undoing.id })
  }
  if (store.asOf !== null) {
    return failure('no_accounts', `no partner accounts had been imported by ${store.asOf}`, { asOf: store.asOf })
  }
  return failure('no_accounts', 'no partner accounts have been imported yet', {})
}

/** Whether there is any partner to look among. */
export async function hasPartners(store: Pick<PartnerLookup, 'wordsIn'>): Promise<boolean> {
  return (await store.wordsIn(accounts, ['type'])).some(({ values: [type] }) => isPartnerType(type ?? null))
}

async function byId(store: PartnerLookup, typed: string): Promise<Partner> {
  const reading = readSalesforceId(typed, '001')
  if (!reading.ok) {
    const implied = reading.implied === undefined ? '' : `; its last three characters imply ${reading.implied}`
    throw failure(
      'partner_not_found',
      `${typed} is not an account id: its check characters are wrong${implied}`,
      'copy the id again; capitals count',
    )
  }
  const account = await store.account(reading.id)
  if (!account) {
    const [gone] = await store.goneAccounts({ ids: [reading.id] })
    if (gone) throw goneAccount(gone)
    const none = (await hasPartners(store)) ? null : await noAccounts(store)
    throw failure('partner_not_found', `no account has the id ${reading.id}`, { noAccounts: none })
  }
  if (isPartner(account)) return toPartner(account)
  const twins = await store.accountsNamed('folded', [foldName(account.record.name ?? '').folded])
  throw notAPartner(account, twins.filter(isPartner).map(toPartner))
}

function byName(known: KnownNames, typed: string): Resolved | null {
  const match = nameMatch(known, typed)
  if (match.found === 'one') return { partner: match.partner, by: match.by }
  if (match.found === 'several') throw ambiguous(typed, match.partners)
  if (match.other) throw notAPartner(match.other, match.partners)
  if (match.gone) throw goneAccount(match.gone)
  return null
}

/** What left the accounts must not be taken for another partner with a similar name. */
function goneAccount({ id, name, goneWith }: GoneAccount): PhdError {
  const { id: entry, file, importedAt } = goneWith
  const message = `${name} (${id}) is no longer among the accounts: the complete list of import ${entry} (${file}, ${importedAt.slice(0, 10)}) did not have it`
  return failure('partner_gone', message, { importId: entry })
}

/** What is known of some names, by their forms. */
interface KnownNames {
  inFull: ReadonlyMap<string, readonly Stored<Account>[]>
  byCore: ReadonlyMap<string, readonly Stored<Account>[]>
  aliases: readonly Pick<Alias, 'folded' | 'accountId'>[]
  /** The accounts that the aliases mean, by id. */
  meant: ReadonlyMap<string | null, Stored<Account>>
  gone: readonly GoneAccount[]
}

/** Reads what it takes to find the partners of some names; `added`: an alias as if it were there. */
async function readNames(
  store: PartnerLookup,
  names: readonly string[],
  added?: Pick<Alias, 'folded' | 'accountId'>,
): Promise<KnownNames> {
  const forms = names.map(foldName)
  const folded = [...new Set(forms.map((form) => form.folded))]
  const cores = [...new Set(forms.map(({ core }) => core))]
  const [inFull, byCore, aliases, gone] = await Promise.all([
    store.accountsNamed('folded', folded),
    store.accountsNamed('core', cores),
    store.aliases(),
    store.goneAccounts({ folded }),
  ])
  const wanted = new Set(folded)
  const own = added ? [added] : aliases.filter((alias) => wanted.has(alias.folded))
  const meant = await accountsWithIds(
    store,
    own.map(({ accountId }) => accountId),
  )
  const formsOf = ({ record }: Stored<Account>): FoldedName => foldName(record.name ?? '')
  return {
    inFull: Map.groupBy(inFull, (account) => formsOf(account).folded),
    byCore: Map.groupBy(byCore, (account) => formsOf(account).core),
    aliases: own,
    meant,
    gone,
  }
}

/** Which partner a name leads to; where to none, an account of that full name that is not a partner, and the partners with a similar name. */
function nameMatch(
  known: KnownNames,
  name: string,
):
  | Exclude<NameMatch<Partner>, { found: 'none' }>
  | { found: 'none'; other: Stored<Account> | undefined; gone: GoneAccount | undefined; partners: Partner[] } {
  const { folded, core } = foldName(name)
  const alike = [...(known.inFull.get(folded) ?? []), ...(known.byCore.get(core) ?? [])]
  const others = alike.filter((account) => !isPartner(account))
  const partners = new Map(alike.filter(isPartner).map((account) => [account.record.id, toPartner(account)]))
  const alias = known.aliases.find((each) => each.folded === folded)
  const meant = alias && known.meant.get(alias.accountId)
  if (meant && isPartner(meant)) partners.set(meant.record.id, toPartner(meant))
  const gone = known.gone.find((each) => foldName(each.name).folded === folded)
  const index = new NameIndex({
    partners: partners.values(),
    aliases: new Map(alias ? [[alias.folded, alias.accountId]] : []),
    others: others.map(named),
    gone: gone ? [gone] : [],
    former: [],
  })
  const match = index.find(name)
  if (match.found !== 'none') return match
  const other = others.find(({ record }) => foldName(record.name ?? '').folded === folded)
  return { found: 'none', other, gone, partners: [...partners.values()] }
}

function notAPartner({ record }: Stored<Account>, partners: readonly Partner[]): PhdError {
  const type = record.type?.trim() ? `an account of type ${record.type}` : 'an account without a type'
  const message = isDamagedWord(record.type)
    ? `cannot tell whether ${record.name} (${record.id}) is a partner: its type is damaged ("${record.type}")`
    : `${record.name} (${record.id}) is ${type}, not a partner`
  return failure('not_a_partner', message, 'only accounts of type Partner count', {}, partners.map(candidateOf))
}

/** An email address of a portal user, or a domain of the partner's web site or mail. */
async function byAddress(store: PartnerLookup, typed: string): Promise<Resolved | null> {
  const domain = hostOf(typed.slice(typed.lastIndexOf('@') + 1))
  if (!/^(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(domain)) return null
  if (typed.indexOf('@') > 0) {
    const user = await store.portalUserByEmail(typed)
    if (user && (user.record.accountId !== null || user.record.accountName?.trim())) {
      const row = { name: user.record.accountName, accountId: user.record.accountId }
      const link = await linkOf(store, row)
      if (link.partner !== null) return { partner: link.partner, by: 'email' }
      if (link.candidates.length > 0) throw ambiguous(typed, link.candidates)
      // Its id says best why an account is not a partner.
      if (row.accountId !== null) return { partner: await byId(store, row.accountId), by: 'email' }
    }
  }
  const owners: Partner[] = []
  for await (const some of store.accountsOfDomain(domain))
    for (const account of some)
      if (isPartner(account) && domainsOf(account.record).includes(domain)) owners.push(toPartner(account))
  const [partner] = owners
  if (!partner) return null
  if (owners.length > 1) throw ambiguous(typed, owners)
  return { partner, by: 'domain' }
}

function ambiguous(typed: string, partners: readonly Partner[]): PhdError {
  return failure(
    'partner_ambiguous',
    `"${typed}" matches ${partners.length} partners`,
    'use the id of one of them',
    {},
    partners.map(candidateOf),
  )
}

/** Why names lead to no partner, with the partners that may be meant. */
async function notFound(store: PartnerLookup, lost: readonly string[]): Promise<(typed: string) => PhdError> {
  const folded = [...new Set(lost.map((typed) => foldName(typed).folded))]
  const [partners, former, gone] = await Promise.all([
    partnersInFileOrder(store),
    store.formerNames({ folded }),
    store.goneAccounts(),
  ])
  if (partners.length === 0) {
    const none = await noAccounts(store)
    return () => none
  }
  const suggested = new Map(lost.map((typed) => [typed, suggestedFor(typed, partners, former)]))
  const names = new Set([...suggested.values()].flatMap(({ partners: some }) => some))
  const whole = new Map((await wholePartners(store, [...names])).map((partner) => [partner.id, partner]))
  return (typed) => {
    const left = gone.filter(({ name }) => foldName(name).core === foldName(typed).core)
    if (left[0] && left.length === 1) return goneAccount(left[0])
    const { partners: some, isRenamed } = suggested.get(typed) ?? { partners: [], isRenamed: false }
    return notNamed(
      typed,
      some.flatMap(({ id }) => whole.get(id) ?? []),
      isRenamed,
    )
  }
}

/** The partners that a name may mean; a former name is a better match than a similar one. */
function suggestedFor(
  typed: string,
  partners: readonly AccountName[],
  former: readonly FormerName[],
): { partners: readonly AccountName[]; isRenamed: boolean } {
  const { folded } = foldName(typed)
  const before = new Set(former.filter(({ name }) => foldName(name).folded === folded).map(({ id }) => id))
  const renamed = partners.filter(({ id }) => before.has(id))
  return renamed.length > 0 ? { partners: renamed, isRenamed: true } : { partners: rankLike(typed, partners), isRenamed: false }
}

function notNamed(typed: string, suggested: readonly Partner[], isRenamed: boolean): PhdError {
  const suggestions = suggested.map(candidateOf)
  const [first] = suggestions
  const only = first && suggestions.length === 1 ? first : null
  const asked =
    isRenamed && only
      ? `; "${only.name}" had this name before`
      : only
        ? `; did you mean "${only.name}"?`
        : first
          ? '; did you mean one of these?'
          : ''
  return failure(
    'partner_not_found',
    `no partner named "${typed}"${asked}`,
    { typed, suggested: suggestions.map(({ id }) => id) },
    {},
    suggestions,
  )
}

async function aliasOf(store: Pick<PartnerLookup, 'aliases'>, folded: string): Promise<Alias | undefined> {
  return (await store.aliases()).find((alias) => alias.folded === folded)
}

/** The alias that a name is recorded as. Throws `alias_not_found` with exit code 3. */
export async function findAlias(store: Pick<PartnerLookup, 'aliases'>, name: string): Promise<Alias> {
  const alias = await aliasOf(store, foldName(name).folded)
  if (alias) return alias
  throw failure('alias_not_found', `"${name}" is not an alias of any partner`)
}

/**
 * Checks that a name can become an alias of a partner; gives the alias if it is one already. Throws usage errors: a name that is a
 * partner's own would never be reached, and one that means another partner must be removed first.
 */
export async function checkAlias(store: PartnerLookup, name: string, partner: Partner): Promise<Alias | null> {
  const { folded } = foldName(name)
  if (folded === '') throw usageError('an alias needs a name', 'write another name of the partner')
  if (isNoName(name)) throw usageError(`"${name}" is what programs write where they have no value, not a name`, 'write the name')
  if (ID.test(name.trim()))
    throw usageError(`"${name}" is an id, and an id takes precedence over an alias`, 'an alias is another name')
  if (!isKeptName(name))
    throw usageError(`an alias has at most ${MOST_BYTES.toLocaleString('en-US')} bytes`, 'write a shorter name of the partner')
  const existing = await aliasOf(store, folded)
  if (existing && existing.accountId !== partner.id) {
    throw failure('alias_taken', `"${existing.name}" already means the partner ${existing.accountId}`, { name: existing.name })
  }
  const match = nameMatch(await readNames(store, [name], { folded, accountId: partner.id }), name)
  if (match.found === 'one' && match.by === 'alias') return existing ?? null
  const rivals = match.found === 'one' ? [match.partner] : match.partners
  const rival = rivals.find(({ id }) => id !== partner.id) ?? partner
  const isFull = foldName(rival.name).folded === folded
  throw failure(
    'alias_is_a_name',
    `"${name}" is the name of ${rival.name} (${rival.id})${isFull ? '' : ', without its legal form'}, and a name takes precedence over an alias`,
    'no alias is needed for a name; where two partners share one, use the id',
  )
}
