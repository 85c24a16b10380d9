/** How the reports of all partners leave phd: pages in a folder, or the figures of each in one stream. */

import type { Context } from '../../app/context.ts'
import { givenFolder } from '../../app/pages/out-file.ts'
import { usageError } from '../../errors.ts'
import { INDEX } from '../../files/page-folder.ts'
import type { NamedPartner } from '../../partners/linking/links.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { htmlPieces } from '../../terminal/html.ts'
import { markdownPieces } from '../../terminal/markdown.ts'
import { type Page, type PageCell, pagePieces, warningsOf } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { print, type Rendering } from '../../terminal/print.ts'
import { type Listing, printRows } from '../../terminal/print-rows.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { PublishFlags } from '../publish.ts'
import { IndexRows } from './index-rows.ts'
import { type WrittenPages, writePages } from './write-pages.ts'

/** The reports of all partners: `Figures` are those of one, from which everything about it is made. */
export interface AllReports<Figures> {
  /** What makes the pages: "phd scorecard". */
  madeBy: string
  /** All partners, in the order of their reports. */
  partners: readonly NamedPartner[]
  /** The figures of each partner, made when its turn comes. */
  each(): AsyncIterable<Figures>
  pageOf(figures: Figures): Page
  /** What the report of the one partner has as JSON. */
  jsonOf(figures: Figures): object
  /** A partner on the index and in the JSON and the CSV of all. */
  shortOf(figures: Figures): Short
  /** The page with all of them; the first cell of a row leads to the page of the partner, where there is one. */
  indexOf(rows: IndexRows): Page
  /** The document with all of them. */
  documentOf(partners: AsyncIterable<readonly object[]>): object
  csvHeadings: readonly string[]
}

/** A partner in one line, of which only what is asked for is made. */
export interface Short {
  name: string
  /** Of the finding, for the sums of the index. */
  code: string
  /** What stands on the index beside the name. */
  cells(): readonly PageCell[]
  json(): object
  csv(): readonly string[]
}

/** Throws the usage errors of the options that all partners have otherwise than one, before anything is read. */
export function checkPublishAll({ format }: Pick<Context, 'format'>, flags: PublishFlags): void {
  const out = givenFolder('--out', flags.out)
  if (flags.draft !== undefined || flags.to !== undefined)
    throw usageError('--draft is for the page of one partner', 'name the partner, or remove --all')
  if (out === undefined) {
    if (flags.force) throw usageError('--force is for files', 'add --out pages, or remove --force')
    return
  }
  if (format === 'md' || format === 'html')
    throw usageError(`--format ${format} cannot be combined with --all --out`, 'remove --format: the pages are HTML')
}

/** Writes the pages that --out asks for and prints which, or prints all partners. Throws what {@link writePages} does. */
export async function publishAll<F>(context: Context, flags: PublishFlags, all: AllReports<F>): Promise<void> {
  checkPublishAll(context, flags)
  const { out, force: overwrite = false } = flags
  if (out === undefined) {
    await printAll(context, all)
    return
  }
  const rows = new IndexRows()
  const written = await writePages(context, {
    ...{ folder: out, overwrite, madeBy: all.madeBy, partners: all.partners, each: all.each() },
    make: (figures, file) => {
      const short = all.shortOf(figures)
      rows.add(short.code, [{ text: short.name, file }, ...short.cells()])
      return all.pageOf(figures)
    },
    index: () => all.indexOf(rows),
  })
  print(context.io, context.format, writtenView(context, out, { written, partners: all.partners }))
}

/** Prints all partners: as a page, or each as it is made. */
async function printAll<F>({ io, format }: Context, all: AllReports<F>): Promise<void> {
  if (format === 'json' || format === 'ndjson' || format === 'csv') {
    await printRows(io, format, listing(all))
    return
  }
  const rows = new IndexRows()
  for await (const figures of all.each()) {
    const short = all.shortOf(figures)
    rows.add(short.code, [short.name, ...short.cells()])
  }
  const page = all.indexOf(rows)
  print(io, format, {
    table: () => pagePieces(page, io),
    problems: () => warningsOf(page),
    md: () => markdownPieces(page),
    html: () => htmlPieces({ ...page, madeBy: all.madeBy }),
    json: () => page,
    ndjson: () => [],
    csv: () => '',
  })
}

/** The figures of a partner are printed before the next ones are made: they are big. */
async function* oneByOne<F>(all: AsyncIterable<F>): AsyncGenerator<readonly F[]> {
  for await (const figures of all) yield [figures]
}

/** All partners as a list that is printed as it is made. */
function listing<F>(all: AllReports<F>): Listing<F> {
  return {
    rows: oneByOne(all.each()),
    list: { one: 'partner' },
    table: { headings: [], cells: () => [] },
    csv: { headings: () => all.csvHeadings, cells: (figures) => all.shortOf(figures).csv() },
    json: (items) => all.documentOf(items),
    object: (figures) => all.shortOf(figures).json(),
    line: (figures) => all.jsonOf(figures),
  }
}

/** So many names of files are told; a folder may have thousands. */
const TOLD = 5

/** What was written, in each format (phd.pages/1). */
function writtenView(
  { dryRun }: Pick<Context, 'dryRun'>,
  folder: string,
  { written, partners }: { written: WrittenPages; partners: readonly NamedPartner[] },
): Rendering {
  const { files, replaced, leftOver, warnings } = written
  const pages = partners.map(({ id, name }, i) => ({ id, name, file: files[i] ?? '' }))
  const verb = dryRun ? 'would write' : 'wrote'
  const again = replaced > 0 ? `, ${grouped(replaced)} of them in place of older ones` : ''
  const rest = leftOverWords(folder, leftOver)
  return {
    table: () => safeLines([`${verb} ${plural(files.length, 'page')} and ${INDEX} to ${folder}${again}`, ...rest]),
    problems: () => [...warnings, ...rest.slice(0, 1)],
    json: () => ({ schema: 'phd.pages/1', folder, index: INDEX, dryRun, replaced, leftOver, pages }),
    ndjson: () => pages.map((page) => ({ schema: 'phd.page/1', folder, ...page })),
    csv: () => csvForPeople([['id', 'name', 'file'], ...pages.map(({ id, name, file }) => [id, name, file])]),
  }
}

function leftOverWords(folder: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length - TOLD
  const some = `${names.slice(0, TOLD).join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`
  const belong = names.length === 1 ? 'belongs' : 'belong'
  return [
    `${plural(names.length, 'page')} in ${folder} no longer ${belong} to a partner: ${some}`,
    '  remove what you do not need',
  ]
}

function safeLines(lines: readonly string[]): string {
  return lines.map((line) => `${safeText(line)}\n`).join('')
}
