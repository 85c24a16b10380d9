/** A page as Markdown. */

import { cellText, chartTable, headingText, type Page, type PageCell, type PagePart, type PageTable } from './page.ts'
import { safeText } from './safe-text.ts'

/** What would become markup or a link, and what stands for it. */
const MARKUP = /[&<>@\\`*_{}[\]#|!~$]|:\/\/|\bwww\./gi
const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;', '://': '&#58;//' }

/** Text that stays text wherever it stands: no markup, no link that makes itself, no end of a cell. */
function markdownText(text: string): string {
  return safeText(text)
    .replace(MARKUP, (found) => {
      if (/^www/i.test(found)) return `${found.slice(0, 3)}&#46;`
      return ENTITY[found] ?? `\\${found}`
    })
    .replace(
      /^(\s*)([-+]|\d+[.)])(?=\s|$)/,
      (_, blank: string, mark: string) => `${blank}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    )
}

/** A command as code; the fence is longer than any run of backticks in it. */
function code(text: string): string {
  const safe = safeText(text)
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const inner = longest > 0 ? ` ${safe} ` : safe
  // In a table even code ends at a bar.
  return `${fence}${inner.replaceAll('|', '\\|')}${fence}`
}

function cell(value: PageCell): string {
  if (typeof value === 'string' || !('command' in value)) return markdownText(cellText(value))
  return value.command === '' ? '' : code(value.command)
}

/** The whole page. */
export function markdownPage(page: Page): string {
  return [...markdownPieces(page)].join('')
}

/** The same in pieces: a page with many rows is printed as it is made. */
export function* markdownPieces({ title, parts }: Page): Generator<string> {
  yield `# ${markdownText(title)}`
  for (const part of parts) {
    yield '\n\n'
    if (part.kind === 'table') yield* tablePieces(part)
    else yield partText(part)
  }
  yield '\n'
}

function partText(part: Exclude<PagePart, PageTable>): string {
  switch (part.kind) {
    case 'heading':
      return `## ${markdownText(part.text)}`
    case 'text':
      return part.isWarning ? `**${markdownText(part.text)}**` : markdownText(part.text)
    case 'figures':
      return part.figures
        .map(
          ({ label, value, change }) =>
            `- ${markdownText(label)}: **${markdownText(value)}**${change === '' ? '' : ` (${markdownText(change)})`}`,
        )
        .join('\n')
    case 'chart':
      return `${markdownText(part.description)}\n\n${[...tablePieces(chartTable(part))].join('')}`
    case 'list':
      return part.items.map((item) => `- ${cell(item)}`).join('\n')
  }
}

function* tablePieces({ caption, headings, rows }: PageTable): Generator<string> {
  yield `*${markdownText(caption)}*\n\n`
  if (rows.length === 0) {
    yield 'None.'
    return
  }
  yield rowText(headings.map((heading) => markdownText(headingText(heading))))
  yield `\n${rowText(headings.map((heading) => (typeof heading === 'string' ? '---' : '---:')))}`
  for (const row of rows) yield `\n${rowText(row.map(cell))}`
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
