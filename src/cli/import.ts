import { basename, dirname, extname, join } from 'node:path'
import { Option } from 'commander'
import type { CommonFlags, Context } from '../context.ts'
import { ExitCode, highestCode, PhdError, usageError } from '../errors.ts'
import type { FileImport } from '../imports/import-file.ts'
import { STDIN, STDIN_NAME } from '../imports/input.ts'
import { shellWord } from '../imports/shell-word.ts'
import { printImports, type RefusedImport } from '../output/imports.ts'
import { kinds } from '../records/kinds.ts'
import type { RecordReader } from '../store/store.ts'
import { givenValue, type Register, withExamples } from './command.ts'
import { readOptions } from './read-options.ts'
import { choosePartner } from './subject.ts'

interface ImportFlags extends CommonFlags {
  kind?: string
  account?: string
  encoding?: string
  delimiter?: string
  sheet?: string
  rejects?: string
}

export const importFiles: Register = (program, act) => {
  const command = program
    .command('import')
    .description('import exports of the other systems; each is recognised by its headings')
    .argument('<file...>', 'export files: CSV, .xlsx, .xls of Salesforce; - reads standard input')
    .addOption(new Option('--kind <kind>', 'what the files are, where it cannot be told').choices(kinds.map(({ kind }) => kind)))
    .option('--account <partner>', 'whose records they are, where the export was filtered on one account')
    .option('--encoding <name>', 'how the text is encoded, where it is not Unicode: windows-1252 …')
    .option('--delimiter <char>', 'what stands between cells: comma, semicolon, tab, pipe, or the character')
    .option('--sheet <name>', 'which sheet of a workbook, by its name or number')
    .option('--rejects <folder>', 'where to write the rows that were set aside (default: beside each file)')
    .action(act<ImportFlags>(runImport))
  withExamples(command, [
    'phd import sfdc-accounts.csv impartner-users.csv certification-dashboard.csv',
    'phd import --dry-run exports/*.csv',
    'phd import --account "Acme GmbH" acme-users.csv',
    'phd import --kind portal_users --encoding windows-1252 --rejects set-aside users.csv',
    'phd import --sheet "Certifications by Partner" tracking.xlsx',
    'phd import --delimiter semicolon accounts.csv',
    'unzip -p exports.zip accounts.csv | phd import -',
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
  if (files.filter((file) => file === STDIN).length > 1)
    throw usageError('standard input can be read only once', 'name - once, and the other files by their names')
  const reading = await readOptions(context, flags)
  const rejects = givenValue('--rejects', flags.rejects)
  const store = await context.openStore('fill')
  try {
    const account = subject === undefined ? null : await accountOf(context, store, subject)
    const results: (FileImport | RefusedImport)[] = []
    for (const file of files) {
      try {
        results.push(
          await importFile(file, store, {
            kinds: flags.kind === undefined ? kinds : kinds.filter(({ kind }) => kind === flags.kind),
            account,
            reading: { ...reading, commandWith: (option) => importCommand(flags, option, file) },
            actor: context.actor,
            at: context.now,
            dryRun: context.dryRun,
            openRejects: (headings) => new RejectsFile(rejectsPath(file, rejects), headings),
          }),
        )
      } catch (error) {
        // What is already imported must be said, whatever becomes of the next file.
        if (!(error instanceof PhdError)) throw error
        if (error.exitCode === ExitCode.usage) throw error
        results.push({ file: file === STDIN ? STDIN_NAME : file, status: 'refused', error })
      }
    }
    printImports(context, results, subject)
    return exitCodeOf(results)
  } finally {
    store.close()
  }
}

async function accountOf(context: Context, store: RecordReader, subject: string) {
  const { id, name } = (await choosePartner(context, store, subject)).partner
  return { id, name }
}

/** The command that imports a file with one more option, as it is to be typed. */
function importCommand(flags: ImportFlags, option: string, file: string): string {
  const { kind, account, encoding, delimiter, sheet, rejects, db } = flags
  const given = Object.entries({ db, kind, account, encoding, delimiter, sheet, rejects }).flatMap(([name, value]) =>
    value === undefined || option.startsWith(`--${name} `) ? [] : [`--${name} ${shellWord(value)}`],
  )
  return [
    'phd import',
    ...given,
    ...(flags.dryRun ? ['--dry-run'] : []),
    option,
    file.startsWith('-') && file !== STDIN ? `-- ${shellWord(file)}` : shellWord(file),
  ].join(' ')
}

function rejectsPath(file: string, folder: string | undefined): string {
  if (file === STDIN) return join(folder ?? '.', 'standard-input.rejects.csv')
  return join(folder ?? dirname(file), `${basename(file, extname(file)).replace(/\.rejects(?:\.\d+)?$/, '')}.rejects.csv`)
}

function exitCodeOf(results: readonly (FileImport | RefusedImport)[]): ExitCode {
  const codes = results.map((result) => {
    if (result.status === 'refused') return result.error.exitCode
    return result.counts.rejected > 0 ? ExitCode.no : ExitCode.yes
  })
  return highestCode(codes)
}
