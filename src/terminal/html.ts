/** Text and whole pages as HTML. It stands alone because only pages need the library. */

import { escapeUTF8 } from 'entities'
import { pageScript } from './html/script.ts'
import { STYLE } from './html/style.ts'
import {
  cellNumber,
  cellText,
  chartTable,
  headingText,
  type Page,
  type PageCell,
  type PageChart,
  type PageFigure,
  type PageHeading,
  type PagePart,
  type PageTable,
  type PageValue,
} from './page.ts'
import { plural } from './plural.ts'
import { safeText } from './safe-text.ts'

/** Escapes markup, and shows characters that a reader could not see by their number. */
export function htmlText(value: string): string {
  return escapeUTF8(safeText(value))
}

/** The same for a cell: a long word without blanks may be broken, so that no column is wider than paper. */
function cellWords(value: string): string {
  const broken = safeText(value).replace(LONG_WORD, (word) => word.replace(/.{12}(?=.)/g, '$&\u0000'))
  return escapeUTF8(broken).replaceAll('\u0000', '<wbr>')
}

/** In other scripts than this, breaks would part what belongs together, or are there anyway. */
const LONG_WORD = /[!-~]{33,}/g

/** Draws a chart as SVG, its ids beginning with `id`; null where there is nothing to draw. */
export type DrawChart = (chart: PageChart, id: string) => string | null

/**
 * The whole page in pieces, for one with many rows is written as it is made. Nothing is loaded from elsewhere, and nothing in it runs but
 * what sorts its tables. Without `draw`, charts are their numbers alone.
 */
export function* htmlPieces({ title, madeBy, parts }: Page, draw?: DrawChart): Generator<string> {
  const script = parts.some(sorts) ? pageScript() : null
  const paper = { ids: idsOf(parts), draw }
  yield `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">${madeBy === undefined ? '' : `\n${madeByMark(madeBy)}`}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${script ? `; script-src ${script.source}` : ''}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${skipLink(parts, paper)}<main>
<h1>${htmlText(title)}</h1>
`
  yield* sections(parts, paper)
  yield `
</main>
${script?.html ?? ''}</body>
</html>
`
}

/** What the parts of a page need of it. */
interface Paper {
  ids: Ids
  draw: DrawChart | undefined
}

/** For those who go by keyboard: past figures and charts to the first table that others lead to. */
function skipLink(parts: readonly PagePart[], { ids }: Paper): string {
  const first = parts.find((part) => part.kind === 'table' && part.id !== undefined && !part.isFolded)
  if (first?.kind !== 'table') return ''
  return `<a class="skip" href="#${ids.get(first.id ?? '')}">Skip to ${htmlText(first.caption)}</a>\n`
}

/** Whether a part is a table that sorts: one that has a name or a column of numbers, and more than one row. */
function sorts(part: PagePart): boolean {
  if (part.kind !== 'table' || part.rows.length < 2) return false
  return part.id !== undefined || part.headings.some((heading) => typeof heading === 'object')
}

/** The line of a page that says what made it; it stands before anything that comes from a file. */
export function madeByMark(madeBy: string): string {
  return `<meta name="generator" content="${htmlText(madeBy)}">`
}

/** The ids of the parts of a page as they stand in HTML, by the ids that the page gave them. */
type Ids = ReadonlyMap<string, string>

function idsOf(parts: readonly PagePart[]): Ids {
  const ids = new Map<string, string>()
  for (const part of parts) {
    if (!('id' in part) || part.id === undefined || ids.has(part.id)) continue
    const plain = part.id.toLowerCase().replace(/[^a-z0-9]+/g, '-')
    ids.set(part.id, `part-${ids.size + 1}-${plain}`.slice(0, 60))
  }
  return ids
}

/** A heading of so many characters is not broken. */
const BRIEF = 18

/** A section with so many rows at most stays on one sheet of paper. */
const SHORT = 15

/** Each heading begins a section with what follows it. */
function* sections(parts: readonly PagePart[], paper: Paper): Generator<string> {
  const groups: PagePart[][] = [[]]
  for (const part of parts) {
    if (part.kind === 'heading') groups.push([])
    groups.at(-1)?.push(part)
  }
  for (const [i, own] of groups.entries()) {
    if (i > 0) yield '\n'
    if (own[0]?.kind !== 'heading') {
      yield* inGroups(own, paper)
      continue
    }
    const isShort = own.reduce((sum, part) => sum + linesOf(part), 0) <= SHORT
    yield `<section${isShort ? ' class="short"' : ''}>\n`
    yield* inGroups(own, paper)
    yield '\n</section>'
  }
}

/** Charts that follow each other stand side by side where there is room. */
function* inGroups(parts: readonly PagePart[], paper: Paper): Generator<string> {
  for (const [i, part] of parts.entries()) {
    const isChart = part.kind === 'chart'
    if (i > 0) yield '\n'
    if (isChart && parts[i - 1]?.kind !== 'chart') yield '<div class="charts">\n'
    if (part.kind === 'table') yield* tableHtml(part, paper, sorts(part))
    else yield partHtml(part, paper)
    if (isChart && parts[i + 1]?.kind !== 'chart') yield '\n</div>'
  }
}

function linesOf(part: PagePart): number {
  return part.kind === 'table'
    ? part.rows.length
    : part.kind === 'list'
      ? part.items.length
      : part.kind === 'chart'
        ? SHORT + 1
        : 0
}

function partHtml(part: Exclude<PagePart, PageTable>, paper: Paper): string {
  switch (part.kind) {
    case 'heading':
      return `<h2>${htmlText(part.text)}</h2>`
    case 'text':
      return `<p${part.isWarning ? ' class="warn"' : ''}>${htmlText(part.text)}</p>`
    case 'figures':
      return `<dl class="figures">\n${part.figures.map((figure) => figureHtml(figure, paper)).join('\n')}\n</dl>`
    case 'chart':
      return chartHtml(part, paper)
    case 'list':
      return `<ul>\n${part.items.map((item) => `<li>${cellHtml(item, paper)}</li>`).join('\n')}\n</ul>`
  }
}

function figureHtml({ label, value, change, href, only }: PageFigure, paper: Paper): string {
  const against = change === '' ? '' : ` <small>${htmlText(change)}</small>`
  return `<div><dt>${htmlText(label)}</dt><dd>${linked({ text: value, href, only }, paper)}${against}</dd></div>`
}

/** Text that leads to a part of the page; to one that is not there, it is text alone. */
function linked({ text, href, only = [] }: PageValue, { ids }: Paper): string {
  const id = href === undefined ? undefined : ids.get(href)
  const rows = only.length === 0 ? '' : ` data-only="${htmlText(only.join(' '))}"`
  return id === undefined ? cellWords(text) : `<a href="#${id}"${rows}>${cellWords(text)}</a>`
}

/** A chart with its numbers behind it. */
function chartHtml(chart: PageChart, paper: Paper): string {
  const id = paper.ids.get(chart.id) ?? ''
  const drawn = paper.draw?.(chart, id) ?? null
  const title = htmlText(`${chart.title} (${chart.unit})`)
  const hasNumbers = chart.categories.length > 0 && chart.series.length > 0
  const numbers: PageTable = { ...chartTable(chart), isFolded: true }
  const nothing = hasNumbers ? (paper.draw ? '<p>Not known.</p>' : '') : '<p>None.</p>'
  return [
    `<figure id="${id}">`,
    `<figcaption>${title}</figcaption>`,
    `<p class="dim">${htmlText(chart.description)}</p>`,
    drawn === null
      ? nothing
      : `<div class="draw" tabindex="0" role="group" aria-label="${htmlText(`Chart: ${chart.title}`)}">\n${drawn}\n</div>`,
    ...(hasNumbers ? [[...tableHtml(numbers, paper, false)].join('')] : []),
    '</figure>',
  ].join('\n')
}

function* tableHtml(
  { id, caption, headings, rows, isFolded, marks }: PageTable,
  paper: Paper,
  doesSort: boolean,
): Generator<string> {
  const own = id === undefined ? '' : ` id="${paper.ids.get(id)}"`
  if (rows.length === 0) {
    yield `<p${own}>${htmlText(caption)}: none</p>`
    return
  }
  if (isFolded) yield `<details>\n<summary>${htmlText(`${caption}: ${plural(rows.length, 'row')}`)}</summary>\n`
  yield `<div class="scroll${widthClass(headings.length)}" tabindex="0" role="group" aria-label="${htmlText(caption)}">\n`
  yield `<table${own}${doesSort ? ' data-sorts' : ''}>\n<caption>${htmlText(caption)}</caption>\n`
  yield `<thead><tr>${headings.map(headingHtml).join('')}</tr></thead>\n<tbody>\n`
  let i = 0
  for (const row of rows) yield `${rowHtml(row, { headings, marks: marks?.at(i++) }, paper)}\n`
  yield `</tbody>\n</table>\n</div>${isFolded ? '\n</details>' : ''}`
}

function rowHtml(
  row: readonly PageCell[],
  { headings, marks = [] }: Pick<PageTable, 'headings'> & { marks: readonly string[] | undefined },
  paper: Paper,
): string {
  const cells = row.map((cell, i) => {
    const number = typeof headings[i] === 'object' ? cellNumber(cell, headings[i]) : null
    const value = number === null ? '' : ` data-v="${number}"`
    const [open, close] = i === 0 ? ['th scope="row"', 'th'] : ['td', 'td']
    return `<${open}${cellClass(cell, headings[i])}${value}>${cellHtml(cell, paper)}</${close}>`
  })
  return `<tr${marks.length === 0 ? '' : ` data-marks="${htmlText(marks.join(' '))}"`}>${cells.join('')}</tr>`
}

/** What fits a small screen, and what fits paper only in smaller letters. */
function widthClass(columns: number): string {
  return columns > 14 ? ' wide many most' : columns > 6 ? ' wide many' : columns > 3 ? ' wide' : ''
}

/** A column is no narrower than a heading of a few words. */
function headingHtml(heading: PageHeading): string {
  const text = headingText(heading)
  const names = [...(typeof heading === 'object' ? ['number'] : []), ...(text.length <= BRIEF ? ['brief'] : [])]
  return `<th scope="col"${names.length > 0 ? ` class="${names.join(' ')}"` : ''}>${cellWords(text)}</th>`
}

function numberClass(heading: PageHeading | undefined): string {
  return typeof heading === 'object' ? ' class="number"' : ''
}

/** A day is not broken between its numbers. */
function cellClass(cell: PageCell, heading: PageHeading | undefined): string {
  return /^\d{4}-\d\d-\d\d$/.test(cellText(cell)) ? ' class="day"' : numberClass(heading)
}

/** What stands below a value. */
function noteHtml({ note }: PageValue): string {
  return note === undefined ? '' : ` <small>${cellWords(note.text)}</small>`
}

function cellHtml(cell: PageCell, paper: Paper): string {
  if (typeof cell === 'string') return cellWords(cell)
  if ('file' in cell) return `<a href="${encodeURIComponent(cell.file)}">${cellWords(cell.text)}</a>`
  if (!('command' in cell)) return `${linked(cell, paper)}${noteHtml(cell)}`
  return cell.command === '' ? '' : `<code>${cellWords(cell.command)}</code>`
}
