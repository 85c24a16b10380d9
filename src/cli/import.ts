import { basename, dirname, extname, join } from 'node:path'
import { Option } from 'commander'
import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, highestCode, PhdError, usageError } from '../errors.ts'
import type { FileImport } from '../imports/import-file.ts'
import { printImports, printSuggestedMap, type RefusedImport } from '../output/imports.ts'
import { DATE_ORDERS, type DateOrder } from '../records/date-order.ts'
import { kinds } from '../records/kinds.ts'
import type { RecordReader } from '../store/store.ts'
import { givenValue, type Register, shellWord, withExamples } from './command.ts'
import { choosePartner } from './subject.ts'

interface ImportFlags extends CommonFlags {
  kind?: string
  account?: string
  encoding?: string
  rejects?: string
  dateOrder?: DateOrder
  map?: string
  suggestMap?: boolean
  out?: string
  force?: boolean
}

export const importFiles: Register = (program, act) => {
  const command = program
    .command('import')
    .description('import exports of the other systems; each is recognised by its headings')
    .argument('<file...>', 'export files, CSV')
    .addOption(new Option('--kind <kind>', 'what the files are, where it cannot be told').choices(kinds.map(({ kind }) => kind)))
    .option('--account <partner>', 'whose records they are, where the export was filtered on one account')
    .option('--encoding <name>', 'how the text is encoded, where it is not Unicode: windows-1252 …')
    .option('--rejects <folder>', 'where to write the rows that were set aside (default: beside each file)')
    .addOption(
      new Option('--date-order <order>', 'month first (4/30/2023) or day first, where the dates do not say').choices(DATE_ORDERS),
    )
    .option('--map <file>', 'a saved mapping, for a report with other headings')
    .option('--suggest-map', 'print a mapping for one file, to be completed and saved; nothing is imported')
    .option('--out <file>', 'write the mapping of --suggest-map to a file')
    .option('--force', 'replace the file of --out if it is there')
    .action(act<ImportFlags>((context, flags, files) => (flags.suggestMap ? suggest : runImport)(context, flags, files)))
  withExamples(command, [
    'phd import sfdc-accounts.csv impartner-users.csv certification-dashboard.csv',
    'phd import --dry-run exports/*.csv',
    'phd import --account "Acme GmbH" acme-users.csv',
    'phd import --kind portal_users --encoding windows-1252 --rejects set-aside users.csv',
    'phd import --date-order dmy accounts-of-another-region.csv',
    'phd import --suggest-map odd-report.csv --out odd-report.map.json --force',
    'phd import --map odd-report.map.json odd-report.csv',
  ])
  command.addHelpText('after', () => `\nKinds, and the headings a file must have:\n${kinds.map(kindHelp).join('\n')}`)
}

function kindHelp({ kind, title, from, fields }: (typeof kinds)[number]): string {
  const needed = Object.values(fields).filter(({ required }) => required !== false)
  return `  ${kind}: ${title}\n    ${needed.map(({ headings }) => headings[0]).join(' · ')}\n    from ${from}`
}

async function runImport(context: Context, flags: ImportFlags, files: string[]): Promise<ExitCode> {
  const { importFile } = await import('../imports/import-file.ts')
  const { RejectsFile } = await import('../output/rejects-file.ts')
  if (files.includes('')) throw usageError('a file without a name cannot be imported', 'see: phd import --help')
  const subject = givenValue('--account', flags.account)
  const rejects = givenValue('--rejects', flags.rejects)
  if (flags.out !== undefined || flags.force) throw usageError('--out and --force go with --suggest-map', 'leave them out')
  const mapping = await mappingOf(flags)
  const encoding = givenValue('--encoding', flags.encoding) ?? mapping?.encoding
  const store = await context.openStore('fill')
  try {
    const account = subject === undefined ? null : await accountOf(context, store, subject)
    const results: (FileImport | RefusedImport)[] = []
    for (const file of files) {
      try {
        results.push(
          await importFile(file, store, {
            kinds: mapping ? [mapping.kind] : kindsOf(flags),
            account,
            encoding,
            map: mapping?.map,
            delimiter: mapping?.delimiter,
            dateOrder: ({ kind }) => ({ option: flags.dateOrder ?? mapping?.dateOrder, setting: context.dateOrder(kind) }),
            command: `phd import ${[...typed(flags), shellWord(file)].join(' ')}`,
            actor: context.actor,
            at: context.now,
            dryRun: context.dryRun,
            openRejects: (headings) => new RejectsFile(rejectsPath(file, rejects), headings),
          }),
        )
      } catch (error) {
        // What is already imported must be said, whatever becomes of the next file.
        if (!(error instanceof PhdError)) throw error
        results.push({ file, status: 'refused', error })
      }
    }
    printImports(context, results, optionsAgain({ '--account': subject, '--map': flags.map }))
    return exitCodeOf(results)
  } finally {
    store.close()
  }
}

function kindsOf({ kind: named }: ImportFlags): typeof kinds {
  return named === undefined ? kinds : kinds.filter(({ kind }) => kind === named)
}

/** The mapping of --map. Throws usage errors. */
async function mappingOf(flags: ImportFlags) {
  const path = givenValue('--map', flags.map)
  if (path === undefined) return null
  const { readMapping } = await import('../imports/mapping.ts')
  const mapping = readMapping(path, kinds)
  const { kind } = mapping.kind
  if (flags.kind !== undefined && flags.kind !== kind)
    throw usageError(`--kind ${flags.kind} is not the kind of the map ${path}, which is ${kind}`, 'leave out --kind')
  return mapping
}

/** Prints or writes a mapping for a file, whatever its headings. */
async function suggest(context: Context, flags: ImportFlags, files: string[]): Promise<ExitCode> {
  const { suggestMap } = await import('../imports/mapping.ts')
  const { openText } = await import('../imports/open-table.ts')
  const [path, ...others] = files
  if (!path || others.length > 0) throw usageError('--suggest-map takes one file', 'make a map for each report')
  if (flags.map !== undefined) throw usageError('--suggest-map does not go with --map', 'leave out one of them')
  const out = givenValue('--out', flags.out)
  const { file, head } = openText(path, givenValue('--encoding', flags.encoding))
  try {
    const { encoding, dateOrder } = flags
    const next = `phd import --map ${out === undefined ? '<file>' : shellWord(out)} ${shellWord(path)}`
    const { map, missing } = suggestMap(file.name, head, kindsOf(flags))
    printSuggestedMap(context, { ...map, encoding, dateOrder }, missing, { next, out, force: flags.force ?? false })
  } finally {
    file.close()
  }
  return ExitCode.yes
}

/** Options of the command line that are no part of what an import is. */
const NOT_AGAIN = new Set(['dateOrder', 'format', 'json', 'quiet', 'color', 'input', 'now', 'maxAge', 'yes'])

/** The options that were typed, to be typed again. */
function typed(flags: ImportFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]) => {
    if (NOT_AGAIN.has(name) || value === undefined || value === false) return []
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    return typeof value === 'string' ? [option, shellWord(value)] : [option]
  })
}

/** Options with their values, those that were given. */
function optionsAgain(options: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`${option} "${value}"`]))
}

async function accountOf(context: Context, store: RecordReader, subject: string) {
  const { id, name } = (await choosePartner(context, store, subject)).partner
  return { id, name }
}

function rejectsPath(file: string, folder: string | undefined): string {
  return join(folder ?? dirname(file), `${basename(file, extname(file)).replace(/\.rejects(?:\.\d+)?$/, '')}.rejects.csv`)
}

function exitCodeOf(results: readonly (FileImport | RefusedImport)[]): ExitCode {
  const codes = results.map((result) => {
    if (result.status === 'refused') return result.error.exitCode
    return result.counts.rejected > 0 ? ExitCode.no : ExitCode.yes
  })
  return highestCode(codes)
}
