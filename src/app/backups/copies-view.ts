import type { KeptDatabase } from '../../files/kept-databases.ts'
import type { Glance } from '../../store/backups.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { showMoment } from '../../terminal/moment.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { atHome } from '../user-files.ts'

/** A copy of the database as a list shows it; `holds` is null where the file cannot be read as a database of phd's. */
export interface ListedCopy extends KeptDatabase {
  /** What to type after phd restore. */
  word: string
  ageDays: number
  holds: Glance | null
  /** Whether its audit begins as that of the database does; null where that is unknown. */
  sharesAudit: boolean | null
}

const KINDS: Readonly<Record<KeptDatabase['kind'], string>> = {
  backup: 'backup',
  before_upgrade: 'before an upgrade',
  replaced: 'replaced by a restore',
}

/** Every copy that a database can be restored from, newest first (phd.backups/1). */
export function copiesView(copies: readonly ListedCopy[], folder: string, io: Pick<Io, 'columns'>): Rendering {
  return {
    table: () => (copies.length === 0 ? noneText(folder) : listText(copies, io)),
    json: () => ({ schema: 'phd.backups/1', folder, backups: copies.map(documentOf) }),
    ndjson: () => copies.map((copy) => ({ schema: 'phd.backups/1', ...documentOf(copy) })),
    csv: () =>
      csvForPeople([
        ['path', 'kind', 'made_at', 'age_days', 'bytes', 'schema', 'newest_import', 'audit_entries'],
        ...copies.map(({ path, kind, madeAt, ageDays, bytes, holds }) =>
          [path, kind, madeAt, ageDays, bytes, holds?.schema, holds?.imports, holds?.audit?.entries].map((cell) =>
            String(cell ?? ''),
          ),
        ),
      ]),
  }
}

function documentOf({ path, kind, madeAt, ageDays, bytes, holds, sharesAudit }: ListedCopy): object {
  const audit = holds?.audit ?? null
  return {
    path,
    kind,
    madeAt,
    ageDays,
    bytes,
    holds: holds && { schema: holds.schema, imports: holds.imports, audit },
    sharesAudit,
  }
}

function noneText(folder: string): string {
  return `no backups in ${safeText(atHome(folder))}\nnext: make one: phd backup\n`
}

function listText(copies: readonly ListedCopy[], { columns }: Pick<Io, 'columns'>): string {
  const rows = copies.map(({ path, kind, madeAt, ageDays, bytes, holds, sharesAudit }) => [
    showMoment(madeAt),
    plural(ageDays, 'day'),
    mebibytes(bytes),
    ...(holds ? [grouped(holds.imports), grouped(holds.audit?.entries ?? 0)] : ['not readable', '']),
    sharesAudit === false ? `${KINDS[kind]} (ANOTHER DATABASE?)` : KINDS[kind],
    atHome(path),
  ])
  const list = table(['MADE', 'AGE', 'SIZE', 'IMPORTS', 'AUDIT', 'KIND', 'FILE'], rows, columns)
  const newest = copies.find(({ holds, sharesAudit }) => holds !== null && sharesAudit !== false)
  const next = newest ? `\nto restore the newest: phd restore ${newest.word}\n` : ''
  return `${list}${next}`
}

/** A size as people read it. */
export function mebibytes(bytes: number): string {
  return `${(bytes / (1 << 20)).toFixed(1)} MiB`
}
