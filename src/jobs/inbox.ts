/** What cron calls for a drop folder: imports every file in it that is written completely, the oldest export first, and moves it away. */

import { join } from 'node:path'
import { failure, PhdError } from '../errors.ts'
import { exportedAt } from '../imports/exported-at.ts'
import { type FileImport, importFile } from '../imports/import-file.ts'
import type { ImportOptions, ImportTarget } from '../imports/options.ts'
import { openTable } from '../imports/read/open-table.ts'
import { compareText } from '../records/compare.ts'
import type { ImportEntry, ImportRequest, Store } from '../store/store.ts'
import {
  DONE,
  type DroppedFile,
  dropFolder,
  FAILED,
  isAsItWas,
  type LeftAlone,
  look,
  moveTo,
  prepareFolders,
  refuseDatabaseIn,
  rejectsStem,
  settled,
  stampOf,
} from './drop-folder.ts'

/** A file of which nothing was imported. */
interface Untaken<Status> {
  file: string
  status: Status
  error: PhdError
}

/** What became of one file. Paths are below the folder. */
export interface InboxFile {
  file: string
  /** `waits`: something other than the file is at fault, and it stays for the next run. */
  result: FileImport | Untaken<'refused'> | Untaken<'waits'>
  /** Null in a dry run, and where the file stays. */
  movedTo: string | null
  /** The note that says why, beside what has to be mended. */
  reasonFile: string | null
  /** Why the file, or the note, could not be put where it belongs. */
  fault: PhdError | null
}

export interface InboxRun {
  folder: string
  files: readonly InboxFile[]
  left: readonly LeftAlone[]
}

export interface InboxOptions
  extends Pick<ImportOptions, 'kinds' | 'reading' | 'dateOrder' | 'decimal' | 'now' | 'dryRun' | 'signal'> {
  /** Where files are imported into: the store, or a wrapper of it. */
  into: ImportTarget
  /** How long a file must have been the same, in seconds. */
  settleSeconds: number
  progressOf: (file: string) => ImportOptions['onProgress']
  /** Begins the file of rejected rows, at a path. */
  openRejects: (path: string, headings: readonly string[]) => ReturnType<ImportOptions['openRejects']>
  /** Writes the note on a file to a path, never over another; gives the path it has. */
  writeReason: (path: string, file: InboxFile) => string
}

/**
 * The folder to work on, looked at before the desk is opened; `database`: the file of that, if it is in one.
 * Throws the refusals `folder_not_found`, `not_a_folder`, `database_in_folder`, `cannot_write`.
 */
export function checkedFolder(path: string, database: string | null): string {
  const folder = dropFolder(path)
  if (database !== null) refuseDatabaseIn(folder, database)
  return folder
}

/**
 * Imports what is in the folder. A file that is done leaves it at once, so that a run which is killed repeats one file at most; and
 * where a file cannot leave, the run ends, so that an older file never comes after a newer one.
 * Throws the refusals `not_a_folder` and `cannot_write` before anything is imported.
 */
export async function runInbox(folder: string, store: Store, options: InboxOptions): Promise<InboxRun> {
  const seen = look(folder)
  const { ready, growing } = await settled(seen.files, options.settleSeconds, options.signal)
  const left: LeftAlone[] = [...seen.left, ...growing.map(({ name }) => ({ file: name, why: 'growing' as const }))]
  if (ready.length > 0 && !options.dryRun) prepareFolders(folder)
  const files: InboxFile[] = []
  const waiting = await inOrder(ready, options)
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    const done = options.signal?.aborted ? null : await new Turn(folder, file, store, options).take()
    if (done === 'grows') left.push({ file: file.name, why: 'growing' })
    else if (done && done !== 'gone') files.push(done)
    const stops = done === null || (typeof done === 'object' && (done.result.status === 'waits' || done.fault !== null))
    if (!stops) continue
    if (done === null) left.push({ file: file.name, why: 'not_reached' })
    left.push(...waiting.splice(0).map(({ name }) => ({ file: name, why: 'not_reached' as const })))
  }
  return { folder, files, left: left.sort((a, b) => compareText(a.file, b.file)) }
}

/** Oldest first, by the time in the name or else the file's own; of one time the accounts first, then by name. */
async function inOrder(files: readonly DroppedFile[], options: InboxOptions): Promise<DroppedFile[]> {
  const timed = files.map((file) => ({ file, at: timeOf(file), rank: 1 }))
  const times = new Set<string>()
  const shared = new Set(timed.filter(({ at }) => times.size === times.add(at).size).map(({ at }) => at))
  for (const each of timed) if (shared.has(each.at) && (await holdsPartners(each.file, options))) each.rank = 0
  return timed
    .sort((a, b) => compareText(a.at, b.at) || a.rank - b.rank || compareText(a.file.name, b.file.name))
    .map(({ file }) => file)
}

const DAY = 86_400_000

/**
 * When a file was exported. Of two with the same day in their names the file's own time decides, as long as it is about that day:
 * the second download of a day is called "(1)" by a browser, and would come first by its name.
 */
function timeOf(file: DroppedFile): string {
  const named = exportedAt(file.name)
  const own = momentOf(file)
  if (named === null || !named.endsWith('T00:00:00Z')) return named ?? own
  return Math.abs(Date.parse(own) - Date.parse(named)) < 2 * DAY ? own : named
}

function momentOf({ modifiedNs }: DroppedFile): string {
  return `${new Date(Number(modifiedNs / 1_000_000n)).toISOString().slice(0, 19)}Z`
}

/** Whether a file is an export of the partners themselves; one that cannot be read is not, and is refused in its turn. */
async function holdsPartners({ path }: DroppedFile, { kinds, reading }: InboxOptions): Promise<boolean> {
  try {
    const { file, source } = await openTable(path.toString(), reading, { kinds, given: [] })
    file.close()
    return source.layout.kind.isPartner
  } catch {
    return false
  }
}

/** The file left the folder, or was replaced there, while its import waited or ran. */
class NotThere extends Error {}

/** The very file was imported before, and others of its kind after it. */
class Superseded extends Error {
  readonly entry: ImportEntry
  readonly encoding: string
  constructor(entry: ImportEntry, encoding: string) {
    super('superseded')
    this.entry = entry
    this.encoding = encoding
  }
}

/** Refusals that are not the file's fault: it stays, and the next run tries again. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set([
  'access_refused',
  'audit_damaged',
  'busy',
  'cannot_write',
  'database_damaged',
  'database_exposed',
  'database_unreadable',
  'desk_not_trusted',
  'desk_slow',
  'desk_unreachable',
  'disk_failed',
  'disk_full',
  'file_exists',
  'file_unreadable',
  'interrupted',
  'no_room',
  'outcome_unknown',
  'passwords_exposed',
  'server_too_old',
])

/** One file's turn: import, note, move. */
class Turn {
  readonly #folder: string
  readonly #file: DroppedFile
  readonly #store: Store
  readonly #options: InboxOptions
  readonly #stamp: string

  constructor(folder: string, file: DroppedFile, store: Store, options: InboxOptions) {
    this.#folder = folder
    this.#file = file
    this.#store = store
    this.#options = options
    this.#stamp = stampOf(options.now)
  }

  /** What became of it; `gone` where another run took it, `grows` where it was written to meanwhile. */
  async take(): Promise<InboxFile | 'gone' | 'grows'> {
    const { name } = this.#file
    try {
      return this.#putAway({ ...(await this.#imported()), file: name })
    } catch (error) {
      if (error instanceof Superseded) return this.#putAway(known(name, error))
      const refused = asRefusal(error, name)
      if (error instanceof NotThere || ['file_not_found', 'file_changed'].includes(refused?.kind ?? ''))
        return isAsItWas(this.#file) === null ? 'gone' : 'grows'
      if (!refused) throw error
      const untaken = { file: name, error: refused }
      return this.#putAway(NOT_ITS_FAULT.has(refused.kind) ? { ...untaken, status: 'waits' } : { ...untaken, status: 'refused' })
    }
  }

  async #imported(): Promise<FileImport> {
    const { kinds, reading, dateOrder, decimal, now, dryRun, signal } = this.#options
    const { name, isText, path } = this.#file
    if (!isText) {
      throw failure('name_not_text', `the name of ${name} is not UTF-8, so no command can name the file`, 'give it another name')
    }
    const result = await importFile(path.toString(), this.#target(), {
      kinds,
      account: null,
      reading,
      map: undefined,
      dateOrder,
      decimal,
      now,
      dryRun,
      mode: null,
      scope: null,
      exportedAt: null,
      allowShrink: false,
      allowOlder: false,
      listChanges: 0,
      signal,
      onProgress: this.#options.progressOf(name),
      openRejects: (headings) =>
        this.#options.openRejects(this.#inFailed(`${rejectsStem(name)}.${this.#stamp}.rejects.csv`), headings),
    })
    return { ...result, rejects: result.rejects && this.#below(result.rejects) }
  }

  /** The store, asked whether the file is still there once this process is the one writer: another run may have taken it meanwhile. */
  #target(): ImportTarget {
    return {
      seenAgain: (request, signal) => this.#options.into.seenAgain(request, signal),
      openPromises: () => this.#options.into.openPromises(),
      settlePromises: (found) => this.#options.into.settlePromises(found),
      importRecords: async (request, signal) => {
        const entry = await this.#supersededBy(request)
        if (entry) throw new Superseded(entry, request.encoding)
        const rows: ImportRequest['rows'] = (contradicting) => {
          if (isAsItWas(this.#file) !== true) throw new NotThere()
          return request.rows(contradicting)
        }
        return this.#options.into.importRecords({ ...request, rows }, signal)
      },
    }
  }

  /**
   * The earlier import of the same bytes, if files of the kind came after it and this file was there before it: then it is that
   * very export again, and would bring old values back. A file that was written later is a new export that says the same.
   */
  async #supersededBy({ kind, sha256 }: ImportRequest): Promise<ImportEntry | null> {
    const entries = (await this.#store.listImports()).filter(
      (entry) => entry.kind === kind.kind && entry.undoes === null && entry.undoneBy === null,
    )
    const last = entries.findLastIndex((entry) => entry.sha256 === sha256)
    const entry = entries[last]
    if (!entry || last === entries.length - 1) return null
    return momentOf(this.#file) <= entry.importedAt ? entry : null
  }

  /** Moves the file to where it belongs, with a note where something has to be mended. */
  #putAway(result: InboxFile['result']): InboxFile {
    const done: InboxFile = { file: this.#file.name, result, movedTo: null, reasonFile: null, fault: null }
    if (this.#options.dryRun || result.status === 'waits') return done
    try {
      const place = result.status === 'refused' ? FAILED : DONE
      const name = moveTo(join(this.#folder, place), this.#file, this.#stamp)
      if (name !== null) done.movedTo = join(place, name)
      const mended = result.status === 'refused' ? done.movedTo : result.rejects
      if (mended !== null)
        done.reasonFile = this.#below(this.#options.writeReason(join(this.#folder, `${mended}.reason.txt`), done))
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      done.fault = error
    }
    return done
  }

  #inFailed(name: string): string {
    return join(this.#folder, FAILED, name)
  }

  #below(path: string): string {
    return path.slice(this.#folder.length + 1)
  }
}

/** What a person can act on; what the system says of a file counts as one. Null: a bug. */
function asRefusal(error: unknown, name: string): PhdError | null {
  if (error instanceof PhdError) return error
  const { code, syscall } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || typeof syscall !== 'string') return null
  return failure(
    'file_unreadable',
    `${name} cannot be read (${code})`,
    'check the disk or the network folder; the next run tries again',
  )
}

/** What is said of a file that was imported before, and that newer ones came after. */
function known(name: string, { entry: { id, kind, mode, counts, importedAt, ...entry }, encoding }: Superseded): FileImport {
  const seen = { lastSeenAt: entry.lastSeenAt, lastSeenBy: entry.lastSeenBy, statedBy: entry.statedBy }
  return {
    file: name,
    kind,
    encoding,
    status: 'unchanged',
    importId: id,
    mode,
    counts: { read: counts.read, added: 0, changed: 0, unchanged: counts.read, removed: 0, rejected: 0, ignored: counts.ignored },
    rejects: null,
    problems: [],
    warnings: [
      {
        code: 'superseded',
        message: `this file was imported on ${importedAt.slice(0, 10)} (import ${id}), and newer files since; not imported again`,
        line: null,
      },
    ],
    dateOrder: null,
    decimal: null,
    sayAgain: { order: null, mark: null },
    seen,
    sameAs: null,
    gone: [],
    spared: 0,
    changes: [],
  }
}
