import { Option } from 'commander'
import { type Register, withExamples } from '../../app/command.ts'
import { withDueDates } from '../../app/due-dates.ts'
import { oneOf } from '../../app/usage.ts'
import type { DigestFlags } from './run.ts'

const SINCE = ['last', 'none'] as const

export const digest: Register = (program, act) => {
  const command = program
    .command('digest')
    .description('make the page of what is due, for the desk, a channel manager or the director; also --format md and html')
    .option('--for <reader>', 'desk, director, or a channel manager by name or email address (default desk)')
    .addOption(
      new Option('--since <mark>', 'compare with the last digest that was marked, or with none (default last)')
        .choices(SINCE)
        .argParser(oneOf('--since', SINCE)),
    )
    .option('--mark', 'record in the audit what is on it, for the next one to compare with')
    .option('--out <file>', 'also write it to a file, by its ending: .html, .md, .json, .ndjson, .csv, .txt')
    .option('--draft <file.eml>', 'file or folder to write a mail with the page to')
    .option('--to <name>', 'the Salesforce user to draft the mail to, by name or address')
    .option('--with-people', 'also show who asked, by name and address')
    .option('--all', 'every row of every section')
    .option('--fail-on-due', 'end with exit code 1 if something is late')
    .action(act<DigestFlags>(async (context, flags) => (await import('./run.ts')).runDigest(context, flags), { pages: true }))
  withExamples(withDueDates(command), [
    'phd digest',
    'phd digest --mark --out digest.html',
    'phd digest --for "Ann Lee" --draft drafts',
    'phd digest --for ann.lee@gitlab.example --since none --format md',
    'phd digest --for director --draft director.eml --to "Bo Chen" --force',
    'phd digest --with-people --all --format html > desk.html',
    'phd digest --fail-on-due --ics due.ics --quiet',
  ])
}
