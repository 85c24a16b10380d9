import { mebibytes } from '../../app/backups/copies-view.ts'
import { atHome } from '../../app/user-files.ts'
import type { DatabaseFacts } from '../../store/backups.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

interface Checked {
  path: string
  /** What to type after phd restore. */
  word: string
  sha256: string
  facts: DatabaseFacts | null
  problems: readonly string[]
}

/** Whether a backup is sound, and what it holds (phd.backup-check/1). */
export function checkView({ path, word, sha256, facts, problems }: Checked, io: Pick<Io, 'style' | 'prose'>): Rendering {
  const json = () => ({
    schema: 'phd.backup-check/1',
    path,
    sound: problems.length === 0,
    problems,
    sha256,
    ...factsDocument(facts),
  })
  return {
    table: () => {
      const head =
        problems.length === 0
          ? io.style('green', `${safeText(atHome(path))} is sound`)
          : io.style('red', `${safeText(atHome(path))} CANNOT BE RESTORED`)
      const next =
        problems.length === 0 ? `to restore it: phd restore ${word}` : 'next: restore another one; to list them: phd restore'
      return io.prose(
        `${[head, ...problems.map((problem) => `  ${safeText(problem)}`), ...(facts ? factLines(facts) : []), next].join('\n')}\n`,
      )
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['path', 'sound', 'problems', 'sha256', 'schema', 'imports', 'audit_entries', 'audit_head'],
        [
          ...[path, problems.length === 0 ? 'yes' : 'no', problems.join('; '), sha256],
          ...[facts?.schema, facts?.imports[0]?.id, facts?.audit?.entries, facts?.audit?.hash].map((cell) => String(cell ?? '')),
        ],
      ]),
  }
}

/** What a database holds, as every document of backups has it. */
export function factsDocument(facts: DatabaseFacts | null): object {
  if (!facts) return { holds: null }
  const { schema, tables, imports, audit, auditFlaws } = facts
  return {
    holds: {
      schema,
      tables,
      newestImports: imports,
      audit: audit && { ...audit, whole: auditFlaws.length === 0, flaws: auditFlaws },
    },
  }
}

/** What a database holds, for people. */
export function factLines({ tables, audit, auditFlaws }: DatabaseFacts, bytes?: number): string[] {
  const size = bytes === undefined ? [] : [mebibytes(bytes)]
  const entries = audit === null ? [] : [plural(audit.entries, 'audit entry', 'audit entries')]
  const lines = [`  ${[...size, plural(tables.imports ?? 0, 'import'), ...entries].join(', ')}`]
  if (audit === null || audit.entries === 0) return lines
  const state = auditFlaws.length > 0 ? 'WAS CHANGED BY HAND, or is damaged' : `ends with ${audit.entries}:${audit.hash}`
  return [...lines, `  the audit ${state}`]
}
