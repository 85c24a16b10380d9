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
 * form, then by alias. Where the first form that matches at all fits several partners, the name is ambiguous; only a name
 * without its legal form may still be settled by an alias.
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
    if (full) return match(full, 'name')
    const core = this.#others.has(forms.folded) ? undefined : this.#core.get(forms.core)
    if (core?.length === 1) return match(core, 'name_without_legal_form')
    const alias = this.#byId.get(this.#aliases.get(forms.folded) ?? '')
    if (alias) return { found: 'one', partner: alias, by: 'alias' }
    return core ? { found: 'several', partners: core } : { found: 'none' }
  }
}

function add<P>(index: Map<string, P[]>, key: string, partner: P): void {
  const same = index.get(key)
  if (same) same.push(partner)
  else index.set(key, [partner])
}

function match<P extends NamedPartner>(partners: readonly P[], by: 'name' | 'name_without_legal_form'): NameMatch<P> {
  const [partner] = partners
  return partner && partners.length === 1 ? { found: 'one', partner, by } : { found: 'several', partners }
}
