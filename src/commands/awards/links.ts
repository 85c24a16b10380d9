/** Gives the rows of opportunities and registrations to the partners they name, and keeps what could not be given to one. */

import type { NamedPartner, NameIndex, WhyUnlinked } from '../../partners/linking/links.ts'
import { compareText } from '../../records/compare.ts'

/** What a row names a partner as. */
export type LinkRole = 'resale' | 'sourced' | 'distributor' | 'service' | 'registration' | 'certification'

/** Rows that name no certain partner in a role, by the name. */
export interface UnlinkedName {
  role: LinkRole
  name: string
  why: WhyUnlinked
  /** The one partner that it may be; null: none, or several. */
  candidate: string | null
  rows: number
  file: string
  line: number
}

/** Links names, and remembers those that led nowhere. */
export class Linker {
  readonly #index: NameIndex<NamedPartner>
  readonly #unlinked = new Map<string, UnlinkedName>()

  constructor(index: NameIndex<NamedPartner>) {
    this.#index = index
  }

  /** The id of the partner that a row names in a role; null: it names none, or it is not certain which. `counts`: whether that is told. */
  link(
    role: LinkRole,
    { name, accountId = null }: { name: string | null; accountId?: string | null },
    { file, line }: { file: string; line: number },
    counts: boolean,
  ): string | null {
    if (accountId === null && !name?.trim()) return null
    const link = this.#index.link({ name, accountId })
    if (link.partner !== null) return link.partner.id
    if (!counts) return null
    const named = name?.trim() || (accountId ?? '')
    const key = `${role}\u0000${named}`
    const known = this.#unlinked.get(key)
    if (known) known.rows++
    else {
      const [only, ...others] = link.candidates
      const candidate = only && others.length === 0 ? only.id : null
      this.#unlinked.set(key, { role, name: named, why: link.why, candidate, rows: 1, file, line })
    }
    return null
  }

  /** The names that led to no partner, those of the most rows first. */
  get unlinked(): UnlinkedName[] {
    return [...this.#unlinked.values()].sort(
      (a, b) => b.rows - a.rows || compareText(a.name, b.name) || compareText(a.role, b.role),
    )
  }
}
