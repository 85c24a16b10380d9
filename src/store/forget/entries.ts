/** Takes a person out of the audit. Each entry keeps its place and its hash; what it says since is hashed in the entry that records it. */

import { failure } from '../../errors.ts'
import type { AuditCheck } from '../audit.ts'
import { type AuditRow, hashOf } from '../audit-chain.ts'
import type { Scrub } from './scrub.ts'

/** What an entry is to say, and the hash of that. */
export interface ScrubbedEntry {
  id: number
  body: string
  evidence: string | null
  hash: string
}

/** Throws `audit_damaged` for an audit that is not as it was recorded: its entries are not changed. */
export function refuseDamaged({ flaws }: AuditCheck): void {
  if (flaws.length > 0) throw failure('audit_damaged', 'the audit is not as phd left it, so nothing is changed')
}

/**
 * Replaces the person in every entry that has the address, and the name in those of the same request or the same partner. The same
 * name elsewhere may be someone else's, and is told. All entries that may have the address are learned from before any is replaced.
 */
export class EntryScrub {
  /** Entries that have the name, and neither the address nor anything to do with the person. */
  readonly sameName: number[] = []
  readonly #scrub: Scrub
  readonly #own = new Set<number>()
  readonly #requests = new Set<number>()
  readonly #partners = new Set<string>()

  constructor(scrub: Scrub) {
    this.#scrub = scrub
  }

  /** The entries that have the address. */
  get own(): ReadonlySet<number> {
    return this.#own
  }

  /** Learns from an entry, if it has the address. */
  learn(row: AuditRow): void {
    if (!mayHave(row, this.#scrub) || !this.#has(row)) return
    for (const text of [row.body, row.evidence]) if (text !== null) this.#scrub.learn(JSON.parse(text))
    this.#own.add(row.id)
    if (row.request !== null) this.#requests.add(row.request)
    if (row.partner_id !== null) this.#partners.add(row.partner_id)
  }

  /** What an entry is to say; null where it stays as it is. */
  replaced(row: AuditRow): ScrubbedEntry | null {
    const isOwn = this.#own.has(row.id)
    if (!isOwn && !this.#scrub.hasName(`${row.body}\n${row.evidence ?? ''}`)) return null
    const isNear = isOwn || this.#requests.has(row.request ?? 0) || this.#partners.has(row.partner_id ?? '')
    const body = isNear ? this.#without(row.body, true) : row.body
    const evidence = isNear && row.evidence !== null ? this.#without(row.evidence, true) : row.evidence
    if (body !== row.body || evidence !== row.evidence)
      return { id: row.id, body, evidence, hash: hashOf({ ...row, body, evidence }) }
    this.sameName.push(row.id)
    return null
  }

  #has({ body, evidence }: AuditRow): boolean {
    return [body, evidence].some((text) => text !== null && text !== this.#without(text, false))
  }

  #without(text: string, withName: boolean): string {
    return JSON.stringify(this.#scrub.json(JSON.parse(text), withName))
  }
}

/** Whether the address is among the letters of an entry: it is parsed only then, for evidence is long. */
export function mayHave({ body, evidence }: Pick<AuditRow, 'body' | 'evidence'>, { address }: Scrub): boolean {
  return [body, evidence].some((text) => text?.toLowerCase().includes(address))
}
