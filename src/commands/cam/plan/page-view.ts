/** A plan as a single page for a channel director: nothing is loaded from elsewhere, and nothing in it runs. */

import type { Plan, PlanEntry } from '../../../plans/plan.ts'
import { htmlText as text } from '../../../terminal/html.ts'
import { type HeldGroup, heldByReason } from './held-by-reason.ts'
import { countsText, madeFromText, planTitle } from './plan-view.ts'

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1d1d1f}
h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}p{margin:.2rem 0}.dim{color:#5f6368}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #dadce0}
th{background:#f1f3f4}td.id{font-family:ui-monospace,monospace;font-size:.85em}
@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}}`

/** The whole page in pieces, with every text escaped. */
export function* planPage(plan: Plan): Generator<string> {
  yield `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${text(planTitle(plan))}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Channel manager changes</h1>
<p>${text(planTitle(plan))}</p>
<p class="dim">${text(madeFromText(plan))}; rule cam ${text(plan.policy.version)}</p>
<p>${text(countsText(plan))}. Nothing has been changed yet.</p>
`
  if (plan.changes.length > 0) yield* changesParts(plan.changes)
  if (plan.held.length > 0) yield* heldParts(plan.held)
  yield `<p class="dim">Plan ${text(plan.hash)}</p>
</body>
</html>
`
}

function* changesParts(changes: readonly PlanEntry[]): Generator<string> {
  const byOwner = new Map<string, number>()
  for (const { owner } of changes) byOwner.set(owner?.name ?? '', (byOwner.get(owner?.name ?? '') ?? 0) + 1)
  const owners = [...byOwner].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => [name, String(count)])
  yield '<h2>Accounts by new owner</h2>\n'
  yield* grid(['New owner', 'Accounts'], owners, (cells) => cells)
  yield '<h2>Changes</h2>\n'
  yield* grid(['Partner', 'Id', 'Region', 'From', 'To', 'By', 'Contracted Territories'], changes, changeCells, 1)
}

function* heldParts(held: readonly PlanEntry[]): Generator<string> {
  yield '<h2>Held: needs review</h2>\n'
  for (const { why, entries } of heldByReason(held)) {
    yield `<h3>${text(`${why} (${entries.length})`)}</h3>\n`
    yield* grid(['Partner', 'Id', 'Region', 'Owner now', 'Decision', 'Also'], entries, heldCells, 1)
  }
}

function changeCells({
  subject,
  region,
  current,
  owner,
  via,
  contractedTerritories,
  contractedTerritoriesNow,
}: PlanEntry): string[] {
  const territories = `${contractedTerritoriesNow ?? 'blank'} → ${contractedTerritories.join('; ') || 'as the contract says'}`
  return [subject.name, subject.id, region ?? '', current.name ?? 'no one', owner?.name ?? '', via?.rule ?? '', territories]
}

function heldCells({ entry: { subject, region, current, decision }, own }: HeldGroup['entries'][number]): string[] {
  return [subject.name, subject.id, region ?? '', current.name ?? 'no one', decision.replaceAll('_', ' '), own]
}

/** So many rows are written at a time. */
const ROWS = 500

function* grid<T>(
  headings: readonly string[],
  rows: readonly T[],
  cellsOf: (row: T) => readonly string[],
  idAt = -1,
): Generator<string> {
  const head = headings.map((heading) => `<th scope="col">${text(heading)}</th>`).join('')
  yield `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n`
  const line = (row: T): string => {
    const cells = cellsOf(row).map((cell, i) => `<td${i === idAt ? ' class="id"' : ''}>${text(cell)}</td>`)
    return `<tr>${cells.join('')}</tr>\n`
  }
  for (let from = 0; from < rows.length; from += ROWS)
    yield rows
      .slice(from, from + ROWS)
      .map(line)
      .join('')
  yield '</tbody>\n</table>\n'
}
