/** How every report about partners leaves phd: printed, as a file, as the draft of a mail. All of it comes from one object. */

import type { Context } from '../app/context.ts'
import { givenValue } from '../app/option-values.ts'
import { checkOut, FILE_PAPER, outFormat, writeOut } from '../app/pages/out-file.ts'
import { ExitCode, usageError } from '../errors.ts'
import type { Content } from '../files/write-file.ts'
import { csvPieces } from '../terminal/csv.ts'
import { type DrawChart, htmlPieces } from '../terminal/html.ts'
import type { Io } from '../terminal/io.ts'
import { markdownPieces } from '../terminal/markdown.ts'
import { pagePieces, warningsOf } from '../terminal/page.ts'
import { pieces, print, type Rendering } from '../terminal/print.ts'
import type { MailedReport } from './draft.ts'

/** A report that is made. */
export interface Report extends MailedReport {
  json: object
  ndjson: () => Iterable<object>
  /** Rows with their headings first, as they are; publishing makes them safe. */
  csv: Iterable<readonly string[]>
}

/** The options that every report has; see options.ts. */
export interface PublishFlags {
  out?: string
  force?: boolean
  draft?: string
  to?: string
}

const ENDINGS = { html: 'html', md: 'md', csv: 'csv', json: 'json', ndjson: 'ndjson', xlsx: 'xlsx' } as const

/** Throws the usage errors of the options, before a report is made. */
export function checkPublish(flags: PublishFlags): void {
  const out = givenValue('--out', flags.out)
  const draft = givenValue('--draft', flags.draft)
  if (givenValue('--to', flags.to) !== undefined && draft === undefined)
    throw usageError('--to is for the mail', 'add --draft <file.eml>')
  if (flags.force && out === undefined && draft === undefined)
    throw usageError('--force is for files', 'add --out report.html, or remove --force')
  if (out === undefined) return
  outFormat(out, ENDINGS)
  checkOut(out, flags.force ?? false)
}

/**
 * Writes a report to the file and the mail that were asked for, then prints it. Gives 0, or 4 where no mail could be drafted; a
 * command joins it with its own answer. Throws usage errors, and what writing refuses; then nothing was printed.
 */
export async function publish(context: Context, flags: PublishFlags, report: Report): Promise<ExitCode> {
  checkPublish(flags)
  const { out, draft, to, force: overwrite = false } = flags
  const isHtml = draft !== undefined || context.format === 'html' || (out !== undefined && outFormat(out, ENDINGS) === 'html')
  const draw = isHtml ? (await import('../terminal/charts/draw.ts')).drawChart : undefined
  let isDrafted = true
  // First the mail, whose name is known only now: where it exists, nothing is written. The file of --out was looked at before.
  if (draft !== undefined) {
    const { draftReport } = await import('./draft.ts')
    isDrafted = await draftReport(context, report, { draft, to: to ?? null, overwrite, html: htmlPieces(report.page, draw) })
  }
  if (out !== undefined) writeOut(context, out, await contentFor(out, report, draw), { overwrite })
  print(context.io, context.format, rendering(report, context.io, draw))
  return isDrafted ? ExitCode.yes : ExitCode.cannotTell
}

/** A report in the format of a file. */
async function contentFor(out: string, report: Report, draw?: DrawChart): Promise<Content> {
  const format = outFormat(out, ENDINGS)
  if (format !== 'xlsx') return pieces(format, rendering(report, FILE_PAPER, draw))
  const { workbook } = await import('../terminal/workbook/workbook.ts')
  return workbook(report.page)
}

/** A report in each format, which is made only when it is asked for; `draw` is there where HTML is wanted. */
function rendering(report: Report, paper: Pick<Io, 'columns' | 'prose' | 'style'>, draw?: DrawChart): Rendering {
  return {
    table: () => pagePieces(report.page, paper),
    problems: () => warningsOf(report.page),
    md: () => markdownPieces(report.page),
    html: () => htmlPieces(report.page, draw),
    json: () => report.json,
    ndjson: () => report.ndjson(),
    csv: () => csvPieces(report.csv),
  }
}
