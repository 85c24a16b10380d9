/** Which partner a name stands for. One order of comparing for what a person types and for what another system's rows say. */

import type { FoldedName } from '../records/name.ts'
import { foldName } from '../records/name.ts'

export interface NamedPartner {
  id: string
  name: string
}

export type NameMatch<P extends NamedPartner> =
  | { found: 'one'; partner: P; by: 'name' | 'name_without_legal_form' | 'alias' }
  | { found: 'several'; partners: readonly P[] }
  | { found: 'none' }

type Tier = keyof FoldedName

/**
 * Names of partners, ready to look one up. A name as written (case, width and accents apart) beats one that differs in punctuation,
 * that beats one that differs in its legal form, and that beats an alias. Where the first form that matches at all
 * fits several partners, the name is ambiguous; only a name without its legal form may still be settled by an alias.
 */
export class NameIndex<P extends NamedPartner> {
  readonly #partners: Record<Tier, Map<string, P[]>> = { light: new Map(), folded: new Map(), core: new Map() }
  readonly #byId = new Map<string, P>()
  readonly #aliases: ReadonlyMap<string, string>

  /** `aliases` leads from the folded alias to the account id; `folded` spares folding names that are folded already. */
  constructor(partners: Iterable<P>, aliases: ReadonlyMap<string, string>, folded?: ReadonlyMap<string, FoldedName>) {
    this.#aliases = aliases
    for (const partner of partners) {
      this.#byId.set(partner.id, partner)
      const forms = folded?.get(partner.name) ?? foldName(partner.name)
      for (const tier of ['light', 'folded', 'core'] as const) {
        const same = this.#partners[tier].get(forms[tier])
        if (same) same.push(partner)
        else this.#partners[tier].set(forms[tier], [partner])
      }
    }
  }

  byId(id: string): P | undefined {
    return this.#byId.get(id)
  }

  find(name: string, folded?: FoldedName): NameMatch<P> {
    const forms = folded ?? foldName(name)
    for (const tier of ['light', 'folded'] as const) {
      const named = this.#partners[tier].get(forms[tier])
      if (named) return match(named, 'name')
    }
    const core = this.#partners.core.get(forms.core)
    if (core?.length === 1) return match(core, 'name_without_legal_form')
    const alias = this.#byId.get(this.#aliases.get(forms.folded) ?? '')
    if (alias) return { found: 'one', partner: alias, by: 'alias' }
    return core ? { found: 'several', partners: core } : { found: 'none' }
  }
}

function match<P extends NamedPartner>(partners: readonly P[], by: 'name' | 'name_without_legal_form'): NameMatch<P> {
  const [partner] = partners
  return partner && partners.length === 1 ? { found: 'one', partner, by } : { found: 'several', partners }
}
