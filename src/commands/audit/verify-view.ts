import { FLAW } from '../../app/desks/audit-flaws.ts'
import type { AuditCheck, RecordsCheck } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { recordsLines } from './records-lines.ts'

interface Verified extends AuditCheck {
  /** An entry that was noted down earlier, and whether it is still the same. */
  expected: { entry: number; same: boolean } | null
  /** Null: they were not asked for. */
  records: RecordsCheck | null
}

/** Whether the audit is intact (phd.audit-check/1). */
export function auditCheckView({ head, flaws, redacted, expected, records }: Verified, io: Pick<Io, 'style'>): Rendering {
  const isWhole = flaws.length === 0 && expected?.same !== false
  const json = () => ({
    schema: 'phd.audit-check/1',
    whole: isWhole && (records?.changed.length ?? 0) === 0,
    entries: head.entries,
    head: head.hash,
    flaws,
    redacted,
    expected,
    records,
  })
  return {
    table: () => {
      const lines = isWhole
        ? [
            io.style(
              'green',
              `the audit is intact: ${plural(head.entries, 'audit entry', 'audit entries')}, each chained to the one before`,
            ),
          ]
        : [io.style('red', 'THE AUDIT WAS TAMPERED WITH, or is damaged')]
      for (const { entry, flaw } of flaws)
        lines.push(`  ${entry === null ? 'at the end' : `audit entry ${entry}`}: ${FLAW[flaw]}`)
      if (redacted.length > 0) lines.push(redactedLine(redacted))
      if (expected && !expected.same) lines.push(`  audit entry ${expected.entry}: not the one you noted down`)
      if (expected?.same) lines.push(`audit entry ${expected.entry} is the one you noted down`)
      if (!isWhole)
        lines.push('next: keep this database as it is, write a backup beside it, and compare: phd restore <backup> --to <file>')
      else if (head.entries > 0) lines.push(`to prove it later, note this down elsewhere: ${head.entries}:${head.hash}`)
      if (records) lines.push(...recordsLines(records, io))
      return `${lines.join('\n')}\n`
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['entry', 'flaw'],
        ...flaws.map(({ entry, flaw }) => [String(entry ?? 'end'), flaw]),
        ...(expected && !expected.same ? [[String(expected.entry), 'not_as_noted']] : []),
        ...(records?.changed ?? []).map(({ import: id, entry, flaw }) => [String(entry ?? ''), `import_${id}_${flaw}`]),
      ]),
  }
}

/** What was replaced in entries, and by which: their words prove nothing since, but their hashes still chain. */
function redactedLine(redacted: Verified['redacted']): string {
  const by = [...new Set(redacted.map((each) => each.by))].join(', ')
  const entries = redacted.map(({ entry }) => entry).join(', ')
  const are = redacted.length === 1 ? 'audit entry' : 'audit entries'
  return `a person was replaced in ${are} ${entries}, as audit entry ${by} records`
}
