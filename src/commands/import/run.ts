import { basename, dirname, extname, join } from 'node:path'
import { choosePartner } from '../../app/choose-partner.ts'
import type { Context } from '../../app/context.ts'
import { explain } from '../../app/failures.ts'
import type { ImportResult } from '../../app/import-view.ts'
import { keepMemoryFlat, stopOnSignal } from '../../app/long-run.ts'
import { readMoment } from '../../app/moments.ts'
import { givenValue } from '../../app/option-values.ts'
import { readOptions } from '../../app/read-options.ts'
import { ExitCode, highestCode, interrupted, PhdError, usageError } from '../../errors.ts'
import type { ImportOptions } from '../../imports/options.ts'
import { STDIN, STDIN_NAME } from '../../imports/read/standard-input.ts'
import { ownSpellings } from '../../partners/linking/linked-names.ts'
import type { Kind } from '../../records/kind.ts'
import { kinds } from '../../records/kinds.ts'
import type { RecordReader, Store } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { shellWord } from '../../terminal/shell-word.ts'
import { type ImportFlags, importCommand } from './command-line.ts'
import { importsView } from './import-view.ts'

/** Imports files, lists kinds, or suggests a mapping. */
export async function runImport(context: Context, flags: ImportFlags, files: string[]): Promise<ExitCode> {
  if (flags.kinds) return listKinds(context, flags, files)
  if (flags.suggestMap) {
    const { suggestMapping } = await import('./suggest-map.ts')
    return suggestMapping(context, flags, kindsNamed(flags.kind), files)
  }
  const wanted = await wantedOf(context, flags, files)
  keepMemoryFlat()
  const store = await context.openStore('fill')
  const stop = stopOnSignal()
  try {
    const account = wanted.account === undefined ? null : await accountOf(context, store, wanted.account)
    const scope = wanted.complete === undefined ? null : await scopeOf(context, store, wanted.complete)
    const results = await importEach(context, flags, files, { ...wanted, account, scope }, store, stop.signal)
    const again = optionsAgain({ '--account': wanted.account, '--map': flags.map })
    print(context.io, context.format, importsView(results, again, context.io))
    return exitCodeOf(results)
  } finally {
    stop.dispose()
    await store.close()
  }
}

/** What the command line asks for, before anything is opened. Throws usage errors. */
async function wantedOf(context: Context, flags: ImportFlags, files: readonly string[]) {
  if (files.length === 0) throw usageError('no file given', 'name the files to import; phd import --kinds lists what phd reads')
  if (files.includes('')) throw usageError('empty file name', 'see: phd import --help')
  if (files.filter((file) => file === STDIN).length > 1)
    throw usageError('standard input can be read only once', 'use - once, and name the other files')
  const account = givenValue('--account', flags.account)
  const complete = givenValue('--snapshot-of', flags.snapshotOf)
  if (complete !== undefined && (flags.snapshot || account !== undefined)) {
    throw usageError('--snapshot-of cannot be combined with --snapshot or --account', 'remove --snapshot and --account')
  }
  if (flags.merge && (flags.snapshot || complete !== undefined)) {
    throw usageError('--merge cannot be combined with --snapshot', 'remove one of them')
  }
  if (flags.snapshot && account !== undefined) {
    throw usageError(
      '--snapshot cannot be combined with --account',
      `for the complete list of one account, use --snapshot-of ${shellWord(account)}`,
    )
  }
  if (flags.out !== undefined || flags.force) throw usageError('--out and --force only work with --suggest-map', 'remove them')
  const rejects = givenValue('--rejects', flags.rejects)
  return {
    account,
    complete,
    rejects,
    exportedAt: exportedAtOf(context, flags),
    reading: await readOptions(context, flags),
    mapping: await mappingOf(flags),
  }
}

/** The time of --exported-at. Throws usage errors. */
function exportedAtOf({ now }: Context, flags: ImportFlags): string | null {
  const given = givenValue('--exported-at', flags.exportedAt)
  if (given === undefined) return null
  const at = readMoment('--exported-at', given)
  if (at <= now) return at
  throw usageError(`--exported-at ${given} is in the future`, 'use the time of the export; remove it for an export made now')
}

type Wanted = Pick<Awaited<ReturnType<typeof wantedOf>>, 'rejects' | 'exportedAt' | 'reading' | 'mapping'> &
  Pick<ImportOptions, 'account' | 'scope'>

/** Imports one file after the other; what was imported is reported, whatever happens to the next. */
async function importEach(
  context: Context,
  flags: ImportFlags,
  files: readonly string[],
  { rejects, exportedAt, reading, mapping, account, scope }: Wanted,
  store: Store,
  signal: AbortSignal,
): Promise<ImportResult[]> {
  const { importFile } = await import('../../imports/import-file.ts')
  const { RejectsFile } = await import('../../files/rejects-file.ts')
  const bar = await context.io.progressBar()
  const mode = flags.snapshot || scope ? 'snapshot' : flags.merge ? 'merge' : null
  const { importTarget } = await import('../../app/owners/shipped-tables.ts')
  const target = importTarget(store, context)
  const results: ImportResult[] = []
  for (const file of files) {
    try {
      if (signal.aborted) throw interrupted()
      const options: ImportOptions = {
        kinds: mapping ? [mapping.kind] : kindsNamed(flags.kind),
        account,
        reading: {
          ...reading,
          encoding: reading.encoding ?? mapping?.encoding,
          delimiter: reading.delimiter ?? mapping?.delimiter,
        },
        map: mapping?.map,
        decimal: { option: flags.decimal ?? mapping?.decimal, setting: context.decimal },
        dateOrder: ({ kind }) => ({ option: flags.dateOrder ?? mapping?.dateOrder, setting: context.dateOrder(kind) }),
        now: context.now,
        dryRun: context.dryRun,
        mode,
        scope,
        exportedAt,
        allowShrink: flags.allowShrink ?? false,
        allowOlder: flags.allowOlder ?? false,
        listChanges: flags.diff ? Number.POSITIVE_INFINITY : 0,
        signal,
        onProgress: bar?.progressOf(file),
        openRejects: (headings) => new RejectsFile(rejectsPath(file, rejects), headings),
      }
      results.push(await importFile(file, target, options))
    } catch (error) {
      if (!(error instanceof PhdError)) throw error
      const failed = explain(error, (option) => importCommand(flags, option, file))
      if (failed.exitCode === ExitCode.usage) throw error
      results.push({ file: file === STDIN ? STDIN_NAME : file, status: 'refused', mode: mode ?? 'merge', error: failed })
    } finally {
      bar?.clear()
    }
  }
  return results
}

async function scopeOf(context: Context, store: RecordReader, subject: string) {
  const { partner } = await choosePartner(context, store, subject)
  return { accountId: partner.id, name: partner.name, names: await ownSpellings(store, partner) }
}

function kindsNamed(name: string | undefined): readonly Kind[] {
  return name === undefined ? kinds : kinds.filter(({ kind }) => kind === name)
}

async function listKinds(context: Context, { kind }: ImportFlags, files: readonly string[]): Promise<ExitCode> {
  if (files.length > 0) throw usageError('--kinds takes no file', 'for one kind in full: phd import --kinds --kind <kind>')
  const { kindsView } = await import('./kinds-view.ts')
  print(context.io, context.format, kindsView(kindsNamed(kind), context.io))
  return ExitCode.yes
}

/** The mapping of --map. Throws usage errors. */
async function mappingOf(flags: ImportFlags) {
  const path = givenValue('--map', flags.map)
  if (path === undefined) return null
  const { readMapping } = await import('../../imports/mapping.ts')
  const mapping = readMapping(path, kinds)
  const { kind } = mapping.kind
  if (flags.kind !== undefined && flags.kind !== kind)
    throw usageError(`--kind ${flags.kind} is not the kind of the map ${path}, which is ${kind}`, 'remove --kind')
  return mapping
}

/** The options that were given, with their values. */
function optionsAgain(options: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`${option} "${value}"`]))
}

async function accountOf(context: Context, store: RecordReader, subject: string) {
  const { id, name } = (await choosePartner(context, store, subject)).partner
  return { id, name }
}

function rejectsPath(file: string, folder: string | undefined): string {
  if (file === STDIN) return join(folder ?? '.', 'standard-input.rejects.csv')
  return join(folder ?? dirname(file), `${basename(file, extname(file)).replace(/\.rejects(?:\.\d+)?$/, '')}.rejects.csv`)
}

function exitCodeOf(results: readonly ImportResult[]): ExitCode {
  const codes = results.map((result) => {
    if (result.status === 'refused') return result.error.exitCode
    return result.counts.rejected > 0 ? ExitCode.no : ExitCode.yes
  })
  return highestCode(codes)
}
