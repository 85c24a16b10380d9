import { Option } from 'commander'
import { helpColumns, type Register, withExamples } from '../../app/command.ts'
import { oneOf, unknownValue } from '../../app/usage.ts'
import { DECIMAL_MARKS } from '../../records/amount.ts'
import { DATE_ORDERS } from '../../records/date-order.ts'
import { kinds } from '../../records/kinds.ts'
import type { ImportFlags } from './command-line.ts'

export const importFiles: Register = (program, act) => {
  const command = program
    .command('import')
    .description('import exports from other systems; each is recognized by its headings')
    .argument('[file...]', 'export files: CSV, .xlsx, .xls from Salesforce; - for standard input')
    .addOption(new Option('--kind <kind>', 'kind of the files, if phd cannot tell; one of those below').argParser(knownKind))
    .option('--account <partner>', 'partner of all records, for an export filtered on one account')
    .option('--encoding <name>', 'text encoding, if it is not Unicode: windows-1252 …')
    .option('--delimiter <char>', 'separator of cells: comma, semicolon, tab, pipe, or a character')
    .option('--sheet <name>', 'sheet of a workbook, by name or number')
    .option('--snapshot', 'the file is complete: records of its kind that it lacks are gone')
    .option('--snapshot-of <partner>', 'the file is complete for one account')
    .option('--merge', 'the file is part of a table that is usually replaced as a whole: keep what it lacks')
    .option('--allow-shrink', 'import even if many records would be gone')
    .option('--allow-older', 'import even if the file is older than what is known')
    .option('--exported-at <time>', 'when the files were exported, if they do not say or say it wrong')
    .option('--diff', 'list what changes, field by field; best with --dry-run')
    .option('--rejects <folder>', 'folder for rejected rows (default: next to each file)')
    .option('--kinds', 'list the kinds of files phd reads, with their headings; with --kind, one in full')
    .addOption(
      new Option('--date-order <order>', 'month first (4/30/2023) or day first, if the dates do not tell')
        .choices(DATE_ORDERS)
        .argParser(oneOf('--date-order', DATE_ORDERS)),
    )
    .addOption(
      new Option('--decimal <mark>', 'point (1,234.50) or comma (1.234,50), if the amounts do not tell')
        .choices(DECIMAL_MARKS)
        .argParser(oneOf('--decimal', DECIMAL_MARKS)),
    )
    .option('--map <file>', 'saved mapping, for a report with other headings')
    .option('--suggest-map', 'print a mapping for one file to complete and save; imports nothing')
    .option('--out <file>', 'write the mapping of --suggest-map to a file')
    .option('--force', 'overwrite the --out file')
    .action(act<ImportFlags>(async (...args) => (await import('./run.ts')).runImport(...args)))
  withExamples(command, [
    'phd import sfdc-accounts.csv impartner-users.csv certification-dashboard.csv',
    'phd import --dry-run exports/*.csv',
    'phd import --dry-run --diff sfdc-accounts.csv',
    'phd import --snapshot sfdc-accounts.csv --allow-shrink',
    'phd import --snapshot-of "Acme GmbH" acme-users.csv',
    'phd import --merge channel-managers-of-apac.csv',
    'phd import --allow-older sfdc-accounts-2026-11-01.csv',
    'phd import --exported-at 2026-11-18 sfdc-accounts.csv',
    'phd import --account "Acme GmbH" acme-users.csv',
    'phd import --kind portal_users --encoding windows-1252 --rejects rejected users.csv',
    'phd import --kinds',
    'phd import --date-order dmy accounts-of-another-region.csv',
    'phd import --decimal comma opportunities-of-another-region.csv',
    'phd import --suggest-map odd-report.csv --out odd-report.map.json --force',
    'phd import --map odd-report.map.json odd-report.csv',
    'phd import --sheet "Certifications by Partner" tracking.xlsx',
    'phd import --delimiter semicolon accounts.csv',
    'unzip -p exports.zip accounts.csv | phd import -',
  ])
  command.addHelpText('after', kindsHelp)
}

/** The kinds by name and title; their headings are too many for a help text. */
function kindsHelp(): string {
  const entries = kinds.map(({ kind, title }) => [kind, title] as const)
  return `\nKinds ("phd import --kinds" shows where to get each, and its headings):\n${helpColumns(entries)}`
}

function knownKind(name: string): string {
  if (kinds.some(({ kind }) => kind === name)) return name
  throw unknownValue(
    `unknown --kind "${name}"`,
    name,
    kinds.map(({ kind }) => kind),
  )
}
