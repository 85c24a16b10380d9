/** A page for each partner in a folder, and the index of them, which is written last. Nothing is ever half written. */

import { join } from 'node:path'
import type { Context } from '../../app/context.ts'
import { stopOnSignal } from '../../app/long-run.ts'
import { failure, PhdError } from '../../errors.ts'
import { INDEX, lookAtPages, type PageFolder, pageFile } from '../../files/page-folder.ts'
import { makeFolder, writeWhole } from '../../files/write-file.ts'
import type { NamedPartner } from '../../partners/linking/links.ts'
import { htmlPieces, madeByMark } from '../../terminal/html.ts'
import { type Page, warningsOf } from '../../terminal/page.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import { inPieces } from '../../terminal/print.ts'

/** Pages to write: each is made when its turn comes, and not kept. */
export interface Pages<Figures> {
  folder: string
  /** Whether pages of the same making may be replaced. */
  overwrite: boolean
  /** What makes them: "phd scorecard". Of other pages in the folder it tells the own ones. */
  madeBy: string
  /** Whose pages they are, and what each is made from, in the same order. */
  partners: readonly NamedPartner[]
  each: AsyncIterable<Figures>
  /** Makes the page that is written to a file. */
  make(figures: Figures, file: string): Page
  /** The index of all. */
  index(): Page
}

/** What was written, or would be. */
export interface WrittenPages {
  /** The names of the pages, in the order of the partners. */
  files: readonly string[]
  /** How many of them replaced one of the same making. */
  replaced: number
  /** Pages of the same making that belong to no partner now. */
  leftOver: readonly string[]
  /** What the index warns of. */
  warnings: readonly string[]
}

/** After so long, in milliseconds, the program hears whether it is to stop. */
const EVERY = 50

/**
 * Writes the pages; in a dry run none is written. Throws `file_exists` before anything is written, and `cannot_write` or `interrupted`
 * later: then the pages that are there stay whole, and how many were written is noted.
 */
export async function writePages<Figures>(context: Context, pages: Pages<Figures>): Promise<WrittenPages> {
  const { folder, overwrite, madeBy, partners } = pages
  const files = partners.map(pageFile)
  const { own, others, leftOver } = lookAtPages(folder, new Set([...files, INDEX]), madeByMark(madeBy))
  refuseOthers(pages, { own, others })
  let warnings: string[] = []
  if (context.dryRun) {
    // The figures are made all the same, so that the answer is the one of the run.
    let made = 0
    for await (const figures of pages.each) pages.make(figures, files[made++] ?? '')
  } else {
    makeFolder(folder)
    warnings = warningsOf(await writeAll(context, pages, { files, own: new Set(overwrite ? own : []) }))
  }
  return { files, replaced: own.filter((name) => name !== INDEX).length, leftOver, warnings }
}

function refuseOthers(
  { folder, overwrite, madeBy }: Pick<Pages<unknown>, 'folder' | 'overwrite' | 'madeBy'>,
  { own, others }: Pick<PageFolder, 'own' | 'others'>,
): void {
  const [other] = others
  if (other !== undefined)
    throw failure('file_exists', `${join(folder, other)} is not a page of ${madeBy}; not overwritten`, 'use another folder')
  if (own.length > 0 && !overwrite)
    throw failure(
      'file_exists',
      `${folder} has ${plural(own.length, 'page')} of ${madeBy} already; not overwritten`,
      'use another folder, or add --force',
    )
}

async function writeAll<Figures>(
  { io, counts }: Context,
  pages: Pages<Figures>,
  { files, own }: { files: readonly string[]; own: ReadonlySet<string> },
): Promise<Page> {
  const { folder, madeBy, partners, make } = pages
  const { drawChart } = await import('../../terminal/charts/draw.ts')
  const write = (file: string, page: Page): void =>
    writeWhole(join(folder, file), inPieces(htmlPieces({ ...page, madeBy }, drawChart)), { overwrite: own.has(file) })
  const stop = stopOnSignal()
  const bar = await io.progressBar()
  const show = bar?.progressOf(folder, { many: 'pages', done: 'written' })
  let made = 0
  let heard = performance.now()
  try {
    for await (const figures of pages.each) {
      const file = files[made] ?? ''
      write(file, make(figures, file))
      made++
      show?.(made, made / partners.length)
      if (performance.now() - heard < EVERY) continue
      await new Promise<void>((resume) => setImmediate(resume))
      heard = performance.now()
      if (stop.signal.aborted) throw failure('interrupted', 'stopped', 'to write them all, run it again with --force')
    }
    const index = pages.index()
    write(INDEX, index)
    return index
  } catch (error) {
    bar?.clear()
    if (error instanceof PhdError)
      io.note(`${grouped(made)} of ${plural(partners.length, 'page')} written to ${folder}; ${INDEX} was not`)
    throw error
  } finally {
    counts.pages = made
    bar?.clear()
    stop.dispose()
  }
}
