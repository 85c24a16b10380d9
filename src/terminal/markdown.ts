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
export function markdownPage({ title, parts }: Page): string {
  return `${[`# ${markdownText(title)}`, ...parts.map(partText)].join('\n\n')}\n`
}

function partText(part: PagePart): string {
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
    case 'table':
      return tableText(part)
    case 'chart':
      return [markdownText(part.description), '', tableText(chartTable(part))].join('\n')
    case 'list':
      return part.items.map((item) => `- ${cell(item)}`).join('\n')
  }
}

function tableText({ caption, headings, rows }: PageTable): string {
  if (rows.length === 0) return `*${markdownText(caption)}*\n\nNone.`
  return [
    `*${markdownText(caption)}*`,
    '',
    rowText(headings.map((heading) => markdownText(headingText(heading)))),
    rowText(headings.map((heading) => (typeof heading === 'string' ? '---' : '---:'))),
    ...rows.map((row) => rowText(row.map(cell))),
  ].join('\n')
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
