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

/** The whole page, with every text escaped. */
export function planPage(plan: Plan): string {
  const byOwner = Map.groupBy(plan.changes, ({ owner }) => owner?.name ?? '')
  const owners = [...byOwner].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, changes]) => [name, String(changes.length)])
  const parts = [
    `<h1>Channel manager changes</h1>`,
    `<p>${text(planTitle(plan))}</p>`,
    `<p class="dim">${text(madeFromText(plan))}; rule cam ${text(plan.policy.version)}</p>`,
    `<p>${text(countsText(plan))}. Nothing has been changed yet.</p>`,
    ...(plan.changes.length === 0
      ? []
      : [
          `<h2>Accounts by new owner</h2>`,
          grid(['New owner', 'Accounts'], owners),
          `<h2>Changes</h2>`,
          grid(['Partner', 'Id', 'Region', 'From', 'To', 'By', 'Contracted Territories'], plan.changes.map(changeCells), 1),
        ]),
    ...(plan.held.length === 0
      ? []
      : [
          `<h2>Held: needs review</h2>`,
          ...heldByReason(plan.held).flatMap(({ why, entries }) => [
            `<h3>${text(`${why} (${entries.length})`)}</h3>`,
            grid(['Partner', 'Id', 'Region', 'Owner now', 'Decision', 'Also'], entries.map(heldCells), 1),
          ]),
        ]),
    `<p class="dim">Plan ${text(plan.hash)}</p>`,
  ]
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${text(planTitle(plan))}</title>
<style>${STYLE}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`
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

function grid(headings: readonly string[], rows: readonly (readonly string[])[], idAt = -1): string {
  const head = headings.map((heading) => `<th scope="col">${text(heading)}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => `<td${i === idAt ? ' class="id"' : ''}>${text(cell)}</td>`).join('')}</tr>`,
  )
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`
}
