/** Copies a whole desk from one engine to another, and compares both. */

import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import { type AuditRow, ChainCheck, headText } from '../audit-chain.ts'
import {
  ALIKE,
  type ComparedTable,
  type CopiedDesk,
  type DeskInMaking,
  type DeskRows,
  type Moving,
  type NeutralTable,
  NO_ENTRY,
  NOTED_AUDIT,
  neutralTables,
  type Row,
  type RowParts,
} from './desk-rows.ts'

interface Copying {
  kinds: readonly Kind[]
  dryRun: boolean
  /** Who copies, and whether the old desk stays open to record. */
  by: string
  keepOpen: boolean
  signal: AbortSignal
}

/**
 * Copies a desk into an empty one, where all of it is there at once or nothing, and marks the old one as moved. A dry run reads it and
 * writes nothing. Throws `desk_not_empty`, `audit_damaged` where the audit that is read does not hold, `copy_differs`, `interrupted`, and
 * what the engines throw.
 */
export async function copyDesk(from: Moving, to: Moving, { kinds, dryRun, by, keepOpen, signal }: Copying): Promise<CopiedDesk> {
  const tables = neutralTables(kinds)
  await to.checkEmpty()
  const leaving = dryRun || keepOpen ? null : { to: to.place, by }
  return from.read(async (source) => {
    if (dryRun) return readAll(tables, source, signal)
    return to.receive(async (target) => {
      const read = await readAll(tables, source, signal, target)
      const written = await readAll(tables, target, signal)
      const differing = read.tables.filter(({ rows, sha256 }, i) => {
        const other = written.tables[i]
        return other?.rows !== rows || other.sha256 !== sha256
      })
      if (differing.length === 0) return written
      throw failure(
        'copy_differs',
        `the copy is not the same as the desk: ${differing.map(({ table }) => table).join(', ')}`,
        'nothing was kept of it; the old desk is as it was',
      )
    })
  }, leaving)
}

/** Reads every table, and writes it to another desk where there is one. Throws `audit_damaged`. */
async function readAll(
  tables: readonly NeutralTable[],
  desk: DeskRows,
  signal: AbortSignal,
  target?: DeskInMaking,
): Promise<CopiedDesk> {
  const chain = new ChainCheck()
  const compared: ComparedTable[] = []
  let noted = NO_ENTRY
  for (const table of tables) {
    const digest = new Digest()
    const passed = digested(desk.rows(table), { digest, signal }, (row) => {
      if (table.name === 'audit') chain.add(auditRow(row))
      if (table.name === 'noted' && row[0] === NOTED_AUDIT) noted = String(row[1])
    })
    if (target) await target.write(table, passed)
    else for await (const _ of passed);
    compared.push({ table: table.name, ...digest.end() })
  }
  const { head, flaws } = chain.end(noted)
  if (flaws.length > 0 || noted !== headText(head))
    throw failure('audit_damaged', 'the audit is not as phd left it, so the desk is not copied')
  return { tables: compared, audit: head }
}

async function* digested(
  parts: RowParts,
  { digest, signal }: { digest: Digest; signal: AbortSignal },
  look: (row: Row) => void,
): AsyncGenerator<readonly Row[]> {
  for await (const part of parts) {
    if (signal.aborted) throw failure('interrupted', 'stopped: nothing was copied', 'run the command again when you like')
    for (const row of part) look(row)
    digest.add(part)
    yield part
    // Ctrl-C is heard.
    await new Promise(setImmediate)
  }
}

function auditRow(row: Row): AuditRow {
  return Object.fromEntries(ALIKE.audit.columns.map((column, i) => [column, row[i] ?? null])) as unknown as AuditRow
}

class Digest {
  readonly #hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  #rows = 0

  add(part: readonly Row[]): void {
    this.#rows += part.length
    this.#hash.update(part.map((row) => `${JSON.stringify(row)}\n`).join(''))
  }

  end(): { rows: number; sha256: string } {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}
