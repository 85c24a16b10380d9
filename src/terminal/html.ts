/** Text and whole pages as HTML. It stands alone because only pages need the library. */

import { escapeUTF8 } from 'entities'
import {
  cellText,
  chartTable,
  headingText,
  type Page,
  type PageCell,
  type PageFigure,
  type PageHeading,
  type PagePart,
  type PageTable,
  type PageValue,
} from './page.ts'
import { safeText } from './safe-text.ts'

/** Escapes markup, and shows characters that a reader could not see by their number. */
export function htmlText(value: string): string {
  return escapeUTF8(safeText(value))
}

/** Light and dark by the reader's system; on paper always light. A table is not squeezed into a small
 * screen, but moves sideways; A4 is narrower still, so that is for screens alone. */
const STYLE = `:root{color-scheme:light dark;--ink:#1d1d1f;--dim:#5f6368;--line:#c8ccd0;--head:#f1f3f4;--warn:#8a4b00;--page:#fff}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8eaed;--dim:#a8adb3;--line:#4a4d51;--head:#2a2c30;--warn:#ffb870;--page:#1b1c1f}}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:var(--ink);background:var(--page)}
h1{font-size:1.5rem;margin:0 0 .3rem}h2{font-size:1.15rem;margin:1.8rem 0 .5rem;break-after:avoid}p{margin:.3rem 0}
.warn{color:var(--warn);font-weight:600}.figures{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:.8rem 0;padding:0;break-inside:avoid}
.figures div{min-width:6rem}dt{color:var(--dim);font-size:.85rem}dd{margin:0;font-size:1.35rem}dd small{font-size:.8rem;color:var(--dim)}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--dim);font-size:.85rem;padding:0 0 .25rem;break-after:avoid}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem .3rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{background:var(--head)}thead th,.day{white-space:nowrap}tbody th{font-weight:400}code{font:.85em ui-monospace,monospace}
thead .number,.number{text-align:right;white-space:nowrap}a{color:inherit}
ul{margin:.3rem 0;padding-left:1.2rem}
@media screen and (max-width:44rem){section{overflow-x:auto}table{min-width:40rem}}
@media print{@page{size:A4;margin:12mm}:root{font-size:11px}body{margin:0;max-width:none;padding:0;font-size:9pt;line-height:1.3}h2{margin:.9rem 0 .3rem}th,td{padding:.12rem .6rem .12rem 0}
thead{display:table-header-group}
tr,li,.figures,.short{break-inside:avoid}tbody tr:first-child{break-before:avoid}h2,caption{break-after:avoid}thead th{background:none;border-bottom:2px solid var(--ink)}}`

/** The whole page: nothing is loaded from elsewhere, and nothing in it runs. */
export function htmlPage({ title, parts }: Page): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${htmlText(title)}</h1>
${sections(parts, idsOf(parts))}
</main>
</body>
</html>
`
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

/** A section with so many rows at most stays on one sheet of paper. */
const SHORT = 15

/** Each heading begins a section with what follows it. */
function sections(parts: readonly PagePart[], ids: Ids): string {
  const groups: PagePart[][] = [[]]
  for (const part of parts) {
    if (part.kind === 'heading') groups.push([])
    groups.at(-1)?.push(part)
  }
  return groups
    .map((own) => {
      const html = own.map((part) => partHtml(part, ids)).join('\n')
      if (own[0]?.kind !== 'heading') return html
      const isShort = own.reduce((sum, part) => sum + linesOf(part), 0) <= SHORT
      return `<section${isShort ? ' class="short"' : ''}>\n${html}\n</section>`
    })
    .join('\n')
}

function linesOf(part: PagePart): number {
  return part.kind === 'table' ? part.rows.length : part.kind === 'list' ? part.items.length : 0
}

function partHtml(part: PagePart, ids: Ids): string {
  switch (part.kind) {
    case 'heading':
      return `<h2>${htmlText(part.text)}</h2>`
    case 'text':
      return `<p${part.isWarning ? ' class="warn"' : ''}>${htmlText(part.text)}</p>`
    case 'figures':
      return `<dl class="figures">\n${part.figures.map((figure) => figureHtml(figure, ids)).join('\n')}\n</dl>`
    case 'table':
      return tableHtml(part, ids)
    case 'chart':
      return `<p>${htmlText(part.description)}</p>\n${tableHtml({ ...chartTable(part), id: part.id }, ids)}`
    case 'list':
      return `<ul>\n${part.items.map((item) => `<li>${cellHtml(item, ids)}</li>`).join('\n')}\n</ul>`
  }
}

function figureHtml({ label, value, change, href }: PageFigure, ids: Ids): string {
  const against = change === '' ? '' : ` <small>${htmlText(change)}</small>`
  return `<div><dt>${htmlText(label)}</dt><dd>${linked({ text: value, href }, ids)}${against}</dd></div>`
}

/** Text that leads to a part of the page; to one that is not there, it is text alone. */
function linked({ text, href }: PageValue, ids: Ids): string {
  const id = href === undefined ? undefined : ids.get(href)
  return id === undefined ? htmlText(text) : `<a href="#${id}">${htmlText(text)}</a>`
}

function tableHtml({ id, caption, headings, rows, isFolded }: PageTable, ids: Ids): string {
  const head = headings.map((heading) => `<th scope="col"${numberClass(heading)}>${htmlText(headingText(heading))}</th>`).join('')
  const body = rows.map(([first = '', ...cells]) => {
    const others = cells.map((cell, i) => `<td${cellClass(cell, headings[i + 1])}>${cellHtml(cell, ids)}</td>`).join('')
    return `<tr><th scope="row">${cellHtml(first, ids)}</th>${others}</tr>`
  })
  const own = id === undefined ? '' : ` id="${ids.get(id)}"`
  const html = `<table${own}>\n<caption>${htmlText(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`
  return isFolded ? `<details>\n<summary>${htmlText(caption)}</summary>\n${html}\n</details>` : html
}

function numberClass(heading: PageHeading | undefined): string {
  return typeof heading === 'object' ? ' class="number"' : ''
}

/** A day is not broken between its numbers. */
function cellClass(cell: PageCell, heading: PageHeading | undefined): string {
  return /^\d{4}-\d\d-\d\d$/.test(cellText(cell)) ? ' class="day"' : numberClass(heading)
}

function cellHtml(cell: PageCell, ids: Ids): string {
  if (typeof cell === 'string') return htmlText(cell)
  if (!('command' in cell)) return linked(cell, ids)
  return cell.command === '' ? '' : `<code>${htmlText(cell.command)}</code>`
}
