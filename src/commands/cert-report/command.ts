import { type Register, withExamples } from '../../app/command.ts'
import type { CertReportFlags } from './make.ts'

export const certReport: Register = (program, act) => {
  const command = program
    .command('cert-report')
    .description('make a partner’s certification report, ready to send: courses by name, X for passed')
    .argument('[account]', 'id, name, alias or email domain')
    .option('--from <export>', 'use an Impartner export instead of the database; - for standard input')
    .option('--out <file>', 'write it to a file for a spreadsheet')
    .option('--force', 'overwrite the --out file')
    .option('--encoding <name>', 'text encoding of --from, if it is not Unicode')
    .option('--delimiter <char>', 'separator of cells of --from, if phd cannot tell')
    .option('--sheet <name>', 'sheet of --from, by name or number')
    .action(act<CertReportFlags>(async (...args) => (await import('./make.ts')).runCertReport(...args), { asksOf: 'partner' }))
  withExamples(command, [
    'phd cert-report "Acme GmbH"',
    'phd cert-report "Acme GmbH" --out acme-certifications.csv --force',
    'phd cert-report --from acme-users.csv --out acme-certifications.csv',
    'phd cert-report --from acme-users.csv --encoding windows-1252 --delimiter tab',
    'phd cert-report --from acme-users.xlsx --sheet Users',
  ])
}
