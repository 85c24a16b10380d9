import type { Command } from 'commander'

/** Adds --out, --force, --draft and --to to a report. */
export function addReportOptions(command: Command): Command {
  return command
    .option('--out <file>', 'also write it to a file, by its ending: .html, .md, .csv, .json, .ndjson, .xlsx')
    .option('--force', 'overwrite files that exist')
    .option('--draft <file.eml>', 'file or folder to write a mail with the page to')
    .option('--to <name>', 'the Salesforce user to draft the mail to, by name or address (default: the account owner)')
}
