/** Which partner a name means, and which one a row of another source belongs to. Pure: the one place where that is decided. */

import { isNoName } from '../../records/damaged-word.ts'
import { differInLegalForm, type FoldedName, foldName } from '../../records/name.ts'

export interface NamedPartner {
  id: string
  name: string
}

export type NameMatch<P extends NamedPartner> =
  | { found: 'one'; partner: P; by: 'name' | 'name_without_legal_form' | 'alias' }
  | { found: 'several'; partners: readonly P[] }
  | { found: 'none' }

/** A row of another source, as it names its partner. */
export interface NamedRow {
  name: string | null
  accountId: string | null
}

/** Why a row is linked to no partner. */
export type WhyUnlinked =
  /** Its name matches several partners. */
  | 'several'
  /** Its name has another legal form than the only partner of that name. */
  | 'other_legal_form'
  /** Its id and its name are not the same account's. */
  | 'contradicts_its_id'
  /** Its name is what a partner was called before. */
  | 'former_name'
  /** No account has its id. */
  | 'unknown_id'
  /** It belongs to an account that is not a partner, or that left the accounts. */
  | 'no_partner'
  | 'gone'
  /** No account has its name. */
  | 'nobody'

/** The partner a row belongs to, and how that is known; or why it is not known, and which partners it may be of. */
export type RowLink<P extends NamedPartner> =
  | { partner: P; by: 'id' | 'name' | 'name_without_legal_form' | 'alias' }
  | Unlinked<P>

/** A row that is linked to no partner. */
export interface Unlinked<P extends NamedPartner> {
  partner: null
  why: WhyUnlinked
  candidates: readonly P[]
}

/** What is known of accounts and their names. */
export interface KnownNames<P extends NamedPartner> {
  partners: Iterable<P>
  /** From the folded alias to the account id. */
  aliases: ReadonlyMap<string, string>
  /** Accounts that are not partners, and accounts that a complete list no longer has. */
  others: Iterable<NamedPartner>
  gone: Iterable<NamedPartner>
  /** What accounts were called before. */
  former: Iterable<NamedPartner>
  /** The folded forms of names that were folded before. */
  folded?: ReadonlyMap<string, FoldedName>
}

/** One of a kind, or several: most names are one partner's, and a list for each would take more room than all the rest. */
type Some<T> = T | T[]

const NONE: readonly never[] = []

/** So many links are remembered: rows of one name mostly come close together. */
const MOST_LINKS = 20_000

/** Names of partners, ready to look one up, and to find the partner a row belongs to. */
export class NameIndex<P extends NamedPartner> {
  readonly #full = new Map<string, Some<P>>()
  readonly #partners: P[] = []
  #coreOnce: Map<string, Some<P>> | null = null
  readonly #byId = new Map<string, P>()
  readonly #aliases: ReadonlyMap<string, string>
  readonly #otherIds = new Set<string>()
  readonly #goneIds = new Set<string>()
  readonly #otherNames = new Set<string>()
  readonly #goneNames = new Set<string>()
  /** From a folded former name to the ids of accounts. */
  readonly #former = new Map<string, Some<string>>()
  readonly #folded: ReadonlyMap<string, FoldedName>
  readonly #links = new Map<string, RowLink<P>>()

  constructor({ partners, aliases, others, gone, former, folded = new Map() }: KnownNames<P>) {
    this.#aliases = aliases
    this.#folded = folded
    for (const partner of partners) {
      this.#partners.push(partner)
      this.#byId.set(partner.id, partner)
      add(this.#full, this.#fold(partner.name).folded, partner)
    }
    for (const { id, name } of others) {
      this.#otherIds.add(id)
      this.#otherNames.add(this.#fold(name).folded)
    }
    for (const { id, name } of gone) {
      this.#goneIds.add(id)
      this.#goneNames.add(foldName(name).folded)
    }
    for (const { id, name } of former) add(this.#former, foldName(name).folded, id)
  }

  /** The partner of an account id; null where no partner has it. */
  withId(id: string): P | null {
    return this.#byId.get(id) ?? null
  }

  /** The partners that have a name in full, however it is spelled. */
  named(name: string): readonly P[] {
    return all(this.#full.get(this.#fold(name).folded)) ?? []
  }

  /**
   * Finds the partner that a person means by a name: by full name (case, width, accents, punctuation and spaces apart), then
   * without the legal form, then by alias. A full name that matches several partners is ambiguous. A name without its legal form
   * that matches several is settled by an alias; where it matches one partner and an alias says another, it is not known. The full
   * name of an account that is not a partner is not taken for a partner's of another legal form.
   */
  find(name: string): NameMatch<P> {
    const forms = this.#fold(name)
    const full = all(this.#full.get(forms.folded))
    if (full)
      return full[0] && full.length === 1 ? { found: 'one', partner: full[0], by: 'name' } : { found: 'several', partners: full }
    const core = this.#isOthers(forms) ? undefined : all(this.#core.get(forms.core))
    const [only, second] = core ?? []
    const alias = this.#aliasOf(forms)
    if (alias && only && !second && only !== alias) return { found: 'several', partners: [only, alias] }
    if (alias) return { found: 'one', partner: alias, by: 'alias' }
    if (only && !second) return { found: 'one', partner: only, by: 'name_without_legal_form' }
    return core ? { found: 'several', partners: core } : { found: 'none' }
  }

  /**
   * Finds the partner a row belongs to. Its id decides where it has one and the name beside it is the account's (also a former one,
   * or an alias); else its name, as a person's does, but that a row of another legal form is another company's until a person says
   * otherwise by an alias. What is not certain is never linked: `candidates` are the partners it may be of.
   */
  link(row: NamedRow): RowLink<P> {
    const place = `${row.accountId ?? ''} ${row.name ?? ''}`
    const known = this.#links.get(place)
    if (known) return known
    const link = this.linkOnce(row)
    if (this.#links.size >= MOST_LINKS) this.#links.clear()
    this.#links.set(place, link)
    return link
  }

  /** The same, not remembered: for rows that come by name, each name once. */
  linkOnce({ name: cell, accountId }: NamedRow): RowLink<P> {
    const name = cell !== null && isNoName(cell) ? null : cell
    return accountId === null ? this.#byName(name ?? '') : this.#byAccountId(accountId, name)
  }

  #byAccountId(accountId: string, name: string | null): RowLink<P> {
    const own = this.#byId.get(accountId)
    const forms = name?.trim() ? this.#fold(name) : null
    if (!own) {
      if (this.#otherIds.has(accountId)) return unlinked('no_partner')
      if (this.#goneIds.has(accountId)) return unlinked('gone')
      return unlinked('unknown_id', forms ? partnersOf(this.#byName(name ?? '')) : [])
    }
    if (forms === null || this.#isNameOf(own, forms)) return { partner: own, by: 'id' }
    const others = unlinked(
      'contradicts_its_id',
      partnersOf(this.#byName(name ?? '')).filter((partner) => partner !== own),
    )
    return { partner: null, why: 'contradicts_its_id', candidates: [own, ...partnersOf(others)] }
  }

  /**
   * Whether a name beside a partner's id is its own. Another account's full name is not, though it differs in the legal form alone,
   * and a name that an alias gives to another is not, though the partner had it before.
   */
  #isNameOf(partner: P, forms: FoldedName): boolean {
    const own = this.#fold(partner.name)
    if (own.folded === forms.folded) return true
    if (this.#full.has(forms.folded)) return false
    const alias = this.#aliases.get(forms.folded)
    if (alias !== undefined) return alias === partner.id
    if (this.#isOthers(forms)) return false
    if (own.core === forms.core && !differInLegalForm(own, forms)) return true
    return all(this.#former.get(forms.folded))?.includes(partner.id) ?? false
  }

  #byName(name: string): RowLink<P> {
    const forms = this.#fold(name)
    if (forms.folded === '') return unlinked('nobody')
    const full = all(this.#full.get(forms.folded))
    if (full) {
      if (full.length === 1 && full[0] && !this.#former.has(forms.folded)) return { partner: full[0], by: 'name' }
      // A row written back then may mean the partner that had the name before.
      const every = [...full, ...this.#formerly(forms, full)]
      return full[0] && every.length === 1 ? { partner: full[0], by: 'name' } : unlinked('several', every)
    }
    const alias = this.#aliases.get(forms.folded)
    const meant = this.#byId.get(alias ?? '')
    if (meant) return { partner: meant, by: 'alias' }
    // A person said which account the name means: no other one is meant, even if that account is not a partner now.
    if (alias !== undefined)
      return unlinked(this.#otherIds.has(alias) ? 'no_partner' : this.#goneIds.has(alias) ? 'gone' : 'unknown_id')
    if (this.#isOthers(forms)) return unlinked(this.#otherNames.has(forms.folded) ? 'no_partner' : 'gone')
    const core = all(this.#core.get(forms.core)) ?? []
    const former = this.#formerly(forms, core)
    if (core.length === 0) return former.length > 0 ? unlinked('former_name', former) : unlinked('nobody')
    const [only, ...others] = core
    const isAlike = core.some((partner) => !differInLegalForm(this.#fold(partner.name), forms))
    if (!isAlike) return unlinked('other_legal_form', [...core, ...former])
    const wasGone = all(this.#former.get(forms.folded))?.some((id) => this.#goneIds.has(id)) ?? false
    if (only && others.length + former.length === 0 && !wasGone) return { partner: only, by: 'name_without_legal_form' }
    return unlinked('several', [...core, ...former])
  }

  /** Partners that had a full name before, without those already known for it. */
  #formerly({ folded }: FoldedName, besides: readonly P[]): readonly P[] {
    const ids = all(this.#former.get(folded))
    if (!ids) return NONE
    const had = ids.flatMap((id) => this.#byId.get(id) ?? [])
    return [...new Set(had)].filter((partner) => !besides.includes(partner))
  }

  /** Partners by name without the legal form: most rows have the name in full, and none is looked up here. */
  get #core(): ReadonlyMap<string, Some<P>> {
    if (this.#coreOnce) return this.#coreOnce
    const made = new Map<string, Some<P>>()
    for (const partner of this.#partners) add(made, this.#fold(partner.name).core, partner)
    this.#coreOnce = made
    return made
  }

  #aliasOf({ folded }: FoldedName): P | undefined {
    return this.#byId.get(this.#aliases.get(folded) ?? '')
  }

  #isOthers({ folded }: FoldedName): boolean {
    return this.#otherNames.has(folded) || this.#goneNames.has(folded)
  }

  #fold(name: string): FoldedName {
    return this.#folded.get(name) ?? foldName(name)
  }
}

/** The partners that a row is of, or may be of. */
export function partnersOf<P extends NamedPartner>(link: RowLink<P>): readonly P[] {
  return 'candidates' in link ? link.candidates : [link.partner]
}

/** Candidates are in the order of their ids, however they were found; the one of the row's own id goes first. */
function unlinked<P extends NamedPartner>(why: WhyUnlinked, candidates: readonly P[] = []): RowLink<P> {
  const byId = [...candidates].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return { partner: null, why, candidates: byId }
}

function add<T extends object | string>(index: Map<string, Some<T>>, key: string, value: T): void {
  const same = index.get(key)
  if (same === undefined) index.set(key, value)
  else if (Array.isArray(same)) same.push(value)
  else index.set(key, [same, value])
}

function all<T extends object | string>(some: Some<T> | undefined): T[] | undefined {
  return some === undefined || Array.isArray(some) ? some : [some]
}
