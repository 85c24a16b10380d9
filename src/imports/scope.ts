import { failure } from '../errors.ts'
import { copyText } from '../records/copy-text.ts'
import type { Value } from '../records/kind.ts'
import { foldName } from '../records/name.ts'
import type { SpelledAccount } from '../store/store.ts'
import type { ImportOptions } from './options.ts'
import type { Layout } from './read/layout.ts'
import type { KeyedRow } from './row-reader.ts'

/** The account that a file is the complete list of: rows of another one show that it is not. */
export class Scope implements SpelledAccount {
  readonly accountId: string
  readonly #file: string
  readonly #account: string
  readonly #nameAt: number
  readonly #idAt: number
  readonly #folded: ReadonlySet<string>
  readonly #names: Set<string>

  constructor(file: string, { kind }: Layout, { accountId, name, names }: SpelledAccount & { name: string }) {
    const fields = Object.keys(kind.fields)
    this.accountId = accountId
    this.#file = file
    this.#account = name
    this.#nameAt = fields.indexOf(kind.partnerName ?? '')
    this.#idAt = fields.indexOf(kind.partnerId ?? '')
    this.#names = new Set(names)
    this.#folded = new Set([name, ...names].map((each) => foldName(each).folded))
  }

  /** Every spelling of the account's name, with those that the file brought. */
  get names(): string[] {
    return [...this.#names]
  }

  /** Throws the refusal `other_account`. */
  check({ values, line }: KeyedRow): void {
    const id = values[this.#idAt] ?? null
    const name = String(values[this.#nameAt] ?? '')
    if (id === this.accountId || (id === null && this.#names.has(name))) return
    if (id === null && this.#folded.has(foldName(name).folded)) {
      this.#names.add(copyText(name))
      return
    }
    throw failure(
      'other_account',
      `${this.#file}, line ${line}: the row belongs to "${name}", so the file is not the complete list of ${this.#account} alone`,
      { account: this.#account, accountId: this.accountId, name },
      { line },
    )
  }
}

/** The complete list of one account must be of a kind whose rows belong to accounts. */
export function checkScope(name: string, { kind }: Layout, { scope }: ImportOptions): void {
  if (!scope || (kind.partnerName !== null && !kind.isPartner)) return
  throw failure('snapshot_of_not_used', `${name} holds ${kind.title}, which cannot be limited to one account`)
}

/** The values of an account that a person named; a file that names its accounts itself must not be overruled. */
export function givenFields(name: string, layout: Layout, { account: named, scope }: ImportOptions): Record<string, Value> {
  const { partnerName, partnerId, title, isPartner } = layout.kind
  // The account that the list is complete for need not be named twice.
  const lacksAccount = partnerName !== null && !layout.columns.has(partnerName)
  const account = named ?? (scope && lacksAccount ? { id: scope.accountId, name: scope.name } : null)
  if (!account) return {}
  if (partnerName === null || isPartner) throw failure('account_not_used', `${title} cannot be limited to one account`)
  const place = layout.columns.get(partnerName)
  if (place !== undefined) {
    throw failure('account_not_used', `${name} names the accounts itself, in the column "${layout.headings[place]}"`)
  }
  return { [partnerName]: account.name, ...(partnerId ? { [partnerId]: account.id } : {}) }
}
