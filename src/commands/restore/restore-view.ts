import { atHome } from '../../app/user-files.ts'
import type { DatabaseFacts, EntryMade, ImportMade, Present } from '../../store/backups.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { shellWord } from '../../terminal/shell-word.ts'

interface Plan {
  backup: string
  /** What to type after phd restore. */
  word: string
  sha256: string
  database: string
  facts: DatabaseFacts
  present: Present
  dryRun: boolean
}

interface Restored extends Plan {
  /** Where the replaced database is kept; null where there was none, and in a dry run. */
  kept: string | null
  keptWord: string | null
}

/** How many imports and entries a person is shown; the other formats have all. */
const SHOWN = 10

/** What a restore changed, or would (phd.restore/1). */
export function restoreView(restored: Restored, io: Pick<Io, 'prose'>): Rendering {
  const json = () => documentOf(restored)
  const { imports, entries } = restored.present
  return {
    table: () => io.prose(`${[...headLines(restored), ...planLines(restored), ...footLines(restored)].join('\n')}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['goes', 'number', 'at', 'what'],
        ...imports.map(({ id, importedAt, file }) => ['import', String(id), importedAt, file]),
        ...entries.map(({ id, at, action }) => ['audit entry', String(id), at, action]),
      ]),
  }
}

function documentOf({ backup, sha256, database, facts, present, kept, dryRun }: Restored): object {
  const { schema, imports, audit } = facts
  return {
    ...{ schema: 'phd.restore/1', backup, sha256, database, kept },
    restored: { schema, newestImports: imports, audit },
    replaced: { state: present.state, audit: present.head, lacks: present.lacks, sharesPast: present.shared },
    gone: { imports: present.imports, entries: present.entries },
    forgottenBack: forgottenSince(present),
    dryRun,
  }
}

function headLines({ backup, database, dryRun }: Restored): string[] {
  const [from, to] = [backup, database].map((each) => safeText(atHome(each)))
  return [dryRun ? `would restore ${to} from ${from}` : `restored ${to} from ${from}`]
}

/** What comes with a backup, and what goes. */
export function planLines({ facts, present }: Pick<Plan, 'facts' | 'present'>): string[] {
  const newest = facts.imports.map(
    ({ id, kind, file, importedAt }) =>
      `  - ${kind.replaceAll('_', ' ')}: ${safeText(file)} (import ${id}, ${showMoment(importedAt)})`,
  )
  return [
    ...warningLines(present),
    `the newest imports in the backup${newest.length === 0 ? ': none' : ':'}`,
    ...newest,
    ...stateLines(present),
    ...goneLines(
      'import',
      'imports',
      present.imports,
      ({ id, file, importedAt }: ImportMade) => `import ${id}: ${file}, ${showMoment(importedAt)}`,
    ),
    ...goneLines(
      'audit entry',
      'audit entries',
      present.entries,
      ({ id, action, actor, at }: EntryMade) =>
        `audit entry ${id}: ${action.replaceAll('_', ' ')}, by ${actor}, ${showMoment(at)}`,
    ),
  ]
}

/** The entries by which people were forgotten of whom the backup still has everything. */
function forgottenSince({ entries }: Present): number[] {
  return entries.filter(({ action }) => action === 'person_forgotten').map(({ id }) => id)
}

/** What a person must see before all else. */
function warningLines(present: Present): string[] {
  const entries = forgottenSince(present)
  const [people, were] = entries.length === 1 ? ['1 person', 'was'] : [`${entries.length} people`, 'were']
  return [
    ...(present.shared === false ? ['WARNING: the backup is of another database: the audits have no entry in common'] : []),
    ...(entries.length === 0
      ? []
      : [
          `WARNING: ${people} who ${were} forgotten since the backup (audit entry ${entries.join(', ')}) will be in the database again`,
        ]),
  ]
}

function stateLines({ state, lacks, imports, entries }: Present): string[] {
  if (state === 'absent') return ['there is no database in its place']
  if (state === 'unreadable') return ['the database in its place cannot be read: what it has that the backup lacks is unknown']
  if (state === 'damaged')
    return ['the database in its place is damaged: it may have more that the backup lacks than phd can tell']
  const comes = lacks === 0 ? [] : [`${plural(lacks, 'audit entry comes', 'audit entries come')} back`]
  return imports.length + entries.length === 0 ? [...comes, 'the database in its place has nothing that the backup lacks'] : comes
}

function goneLines<T>(one: string, many: string, gone: readonly T[], words: (each: T) => string): string[] {
  if (gone.length === 0) return []
  const shown = gone.slice(-SHOWN)
  const rest = gone.length - shown.length
  return [
    `${plural(gone.length, `${one} goes`, `${many} go`)}:`,
    ...(rest > 0 ? [`  ${plural(rest, `earlier ${one}`, `earlier ${many}`)}, and`] : []),
    ...shown.map((each) => `  - ${safeText(words(each))}`),
  ]
}

function footLines({ present, kept, keptWord, dryRun, word }: Restored): string[] {
  if (dryRun) return [`to do it: phd restore ${word}`]
  const back =
    kept === null ? [] : [`the replaced database is kept in ${safeText(atHome(kept))}`, `to undo this: phd restore ${keptWord}`]
  return [...back, ...forgetAgain(present), 'next: import what came in since, then: phd doctor']
}

function forgetAgain(present: Present): string[] {
  if (present.state === 'absent') return []
  if (present.state !== 'sound')
    return ['next: whoever was forgotten since the backup is in the database again: phd forget <email> --yes']
  return forgottenSince(present).length === 0 ? [] : ['next: forget each of them again: phd forget <email> --yes']
}

interface Written {
  backup: string
  to: string
  sha256: string
  facts: DatabaseFacts
  dryRun: boolean
}

/** A backup that was written to another file (phd.restore-to/1). */
export function writtenView({ backup, to, sha256, facts, dryRun }: Written, io: Pick<Io, 'prose'>): Rendering {
  const { schema, imports, audit } = facts
  const json = () => ({
    schema: 'phd.restore-to/1',
    backup,
    sha256,
    file: to,
    holds: { schema, newestImports: imports, audit },
    dryRun,
  })
  return {
    table: () =>
      io.prose(
        `${dryRun ? 'would write' : 'wrote'} ${safeText(atHome(backup))} to ${safeText(to)}; the database is as it was\nto look at it: phd --db ${shellWord(to)} imports list\n`,
      ),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['backup', 'file', 'sha256'],
        [backup, to, sha256],
      ]),
  }
}
