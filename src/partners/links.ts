/** Which partner a name stands for. One order of comparing for what a person types and for what another system's rows say. */

import { type FoldedName, foldName } from '../records/name.ts'

export interface NamedPartner {
  id: string
  name: string
}

export type NameMatch<P extends NamedPartner> =
  | { found: 'one'; partner: P; by: 'name' | 'name_without_legal_form' | 'alias' }
  | { found: 'several'; partners: readonly P[] }
  | { found: 'none' }

/**
 * Names of partners, ready to look one up: by full name (case, width, accents, punctuation and spaces apart), then without the legal
 * form, then by alias. A full name that fits several partners is ambiguous. A name without its legal form that fits several is
 * settled by an alias; where it fits one partner and an alias says another, nobody can know.
 */
export class NameIndex<P extends NamedPartner> {
  readonly #full = new Map<string, P[]>()
  readonly #core = new Map<string, P[]>()
  readonly #byId = new Map<string, P>()
  readonly #aliases: ReadonlyMap<string, string>
  readonly #others: ReadonlySet<string>

  /**
   * `aliases` leads from the folded alias to the account id. `others` are the folded full names of accounts that are no partners: a
   * name that is one of theirs is not taken for a partner's of another legal form. `folded` spares folding again.
   */
  constructor(
    partners: Iterable<P>,
    aliases: ReadonlyMap<string, string>,
    others: ReadonlySet<string>,
    folded?: ReadonlyMap<string, FoldedName>,
  ) {
    this.#aliases = aliases
    this.#others = others
    for (const partner of partners) {
      this.#byId.set(partner.id, partner)
      const forms = folded?.get(partner.name) ?? foldName(partner.name)
      add(this.#full, forms.folded, partner)
      add(this.#core, forms.core, partner)
    }
  }

  find(name: string, folded?: FoldedName): NameMatch<P> {
    const forms = folded ?? foldName(name)
    const full = this.#full.get(forms.folded)
    if (full)
      return full[0] && full.length === 1 ? { found: 'one', partner: full[0], by: 'name' } : { found: 'several', partners: full }
    const core = this.#others.has(forms.folded) ? undefined : this.#core.get(forms.core)
    const [only, second] = core ?? []
    const alias = this.#byId.get(this.#aliases.get(forms.folded) ?? '')
    if (alias && only && !second && only !== alias) return { found: 'several', partners: [only, alias] }
    if (alias) return { found: 'one', partner: alias, by: 'alias' }
    if (only && !second) return { found: 'one', partner: only, by: 'name_without_legal_form' }
    return core ? { found: 'several', partners: core } : { found: 'none' }
  }
}

function add<P>(index: Map<string, P[]>, key: string, partner: P): void {
  const same = index.get(key)
  if (same) same.push(partner)
  else index.set(key, [partner])
}
