/** How entries of the audit are chained, whatever engine keeps them: each by its hash to the one before. */

import type { AuditCheck, AuditFlaw, AuditHead, RawAuditEntry } from './audit.ts'

/** An entry as a table has it; the body and the evidence as JSON, whose very bytes are hashed. */
export interface AuditRow {
  id: number
  at: string
  actor: string
  action: string
  partner_id: string | null
  request: number | null
  body: string
  previous: string
  hash: string
  /** Long, and read of single entries only, so it comes last. */
  evidence: string | null
}

/** What the first entry is chained to. */
export const BEGINNING = '0'.repeat(64)

/** The hash of what an entry says, and of the one before. */
export function hashOf({ id, at, actor, action, partner_id, request, body, evidence, previous }: Omit<AuditRow, 'hash'>): string {
  const content = JSON.stringify([id, at, actor, action, partner_id, request, body, evidence, previous])
  // Loaded when it is needed, for reading needs it not, and it takes longer than the rest of a small command.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex')
}

/** The end of an audit, as a text that is kept beside it. */
export function headText({ entries, hash }: AuditHead): string {
  return `${entries} ${hash}`
}

/** The entry of a row. Throws a SyntaxError where it cannot be one. */
export function toEntry(row: Omit<AuditRow, 'evidence'>): RawAuditEntry {
  const { id, at, actor, action, partner_id: partnerId, request, body, previous, hash } = row
  if (Number.isNaN(Date.parse(at))) throw new SyntaxError(`audit entry ${id} has no time`)
  const said = readObject(body)
  const head = { id, at, actor, login: null, action, partnerId, request, previous, hash }
  if (!('login' in said)) return { ...head, body: said }
  const { login, ...own } = said
  return { ...head, login: String(login), body: own }
}

/** What was recorded is an object; anything else is damage, and is reported like what cannot be parsed. */
export function readObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new SyntaxError('an audit entry is not an object')
}

/**
 * Looks over every entry: whether its content is what was hashed, follows the one before, and none is missing. Other content is
 * sound where a later entry, itself sound, says that it was put there when a person was forgotten, and the newest that names it.
 */
export class ChainCheck {
  readonly #flaws: AuditFlaw[] = []
  readonly #others = new Map<number, string>()
  readonly #replaced = new Map<number, { by: number; hash: string }>()
  #previous = BEGINNING
  #expected = 1

  /** The next entry; `isText`: whether its bytes are text. */
  add(row: AuditRow, isText = true): void {
    const { id } = row
    const content = isText ? hashOf(row) : ''
    if (id !== this.#expected) this.#flaws.push({ entry: id, flaw: 'missing_before' })
    if (row.hash !== content) this.#others.set(id, content)
    if (row.previous !== this.#previous) this.#flaws.push({ entry: id, flaw: 'not_chained' })
    else if (row.hash === content && row.action === 'person_forgotten')
      for (const { entry, hash } of replacedBy(row)) if (entry < id) this.#replaced.set(entry, { by: id, hash })
    this.#previous = row.hash
    this.#expected = id + 1
  }

  /** What was found; `noted`: the end as it was kept beside the audit, where the last entries cut off would show. */
  end(noted: string): AuditCheck {
    const redacted: { entry: number; by: number }[] = []
    for (const [entry, content] of this.#others) {
      const known = this.#replaced.get(entry)
      if (known !== undefined && content !== '' && known.hash === content) redacted.push({ entry, by: known.by })
      else this.#flaws.push({ entry, flaw: 'changed' })
    }
    const flaws = this.#flaws.sort((a, b) => (a.entry ?? 0) - (b.entry ?? 0))
    const head = { entries: this.#expected - 1, hash: this.#previous }
    if (noted !== headText(head)) flaws.push({ entry: null, flaw: 'end_differs' })
    return { head, flaws, redacted }
  }
}

/** What an entry about a forgotten person says of the entries that it changed. */
function replacedBy({ body }: AuditRow): ReadonlyArray<{ entry: number; hash: string }> {
  const { entries } = readObject(body) as { entries?: unknown }
  return Array.isArray(entries) ? entries : []
}
