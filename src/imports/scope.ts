import { failure } from '../errors.ts'
import { foldName } from '../records/name.ts'
import { ownText } from '../records/own-text.ts'
import type { PartnerRows } from '../store/store.ts'
import type { Layout } from './read/layout.ts'
import type { KeyedRow } from './read-row.ts'

/** The account whose complete list a file is: rows of another one show that it is not. */
export class Scope implements PartnerRows {
  readonly accountId: string
  readonly #file: string
  readonly #account: string
  readonly #nameAt: number
  readonly #idAt: number
  readonly #folded: ReadonlySet<string>
  readonly #names: Set<string>

  constructor(file: string, { kind }: Layout, { accountId, name, names }: PartnerRows & { name: string }) {
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
      this.#names.add(ownText(name))
      return
    }
    throw failure(
      'other_account',
      `${this.#file}, line ${line}: the row is of "${name}", so the file is not the complete list of ${this.#account} alone`,
      { account: this.#account, accountId: this.accountId, name },
      { line },
    )
  }
}
