/** What the certification dashboard says of a partner: the rows that decide, and those that may be the partner's. */

import { certificationDashboard, type DashboardRow, regionOfKey } from '../records/kinds/certification-dashboard.ts'
import type { Candidate } from '../rules/verdict.ts'
import type { RejectedRow, Stored } from '../store/store.ts'
import { type Dated, isNewer, type NewestReject, newest } from './facts.ts'
import { candidateOf, type PartnerData } from './gather.ts'

/** The rows of the dashboard that decide, and what matters of the others; both rules see the dashboard the same way. */
export interface DashboardView {
  rows: Stored<DashboardRow>[]
  setAside: NewestReject | null
  /** Rows that may be the partner's. */
  candidates: (Candidate & { row: Stored<DashboardRow> })[]
}

/** Sorts a partner’s rows of the dashboard: those that a newer row replaced, or corrected, no longer count. */
export function dashboardView({
  dashboard,
  unsureDashboard,
  setAside,
}: Pick<PartnerData, 'dashboard' | 'unsureDashboard' | 'setAside'>): DashboardView {
  const rows = withoutReplaced(dashboard)
  return {
    rows,
    setAside: newest(setAside.dashboard.filter((row) => !isCorrected(row, dashboard))),
    candidates: unsureDashboard.map(({ row, ...unsure }) => ({
      ...candidateOf(unsure),
      row,
      // A row that a newer one of the partner's own replaced no longer counts; nor does one with another company's name in the same file.
      counts:
        !row.source.gone &&
        rows.every(({ source }) =>
          unsure.why === 'contradicts_its_id' ? !isNewer(source, row.source) : isNewer(row.source, source),
        ),
    })),
  }
}

/** The counts of a row of the dashboard, by column; null where its file has no such column. */
export function countsOf({ record, source: { headings } }: Stored<DashboardRow>): Record<string, number | null> {
  return {
    salesCore: 'salesCore' in headings ? record.salesCore : null,
    salesPro: 'salesPro' in headings ? record.salesPro : null,
    saCore: 'saCore' in headings ? record.saCore : null,
    pse: 'pse' in headings ? record.pse : null,
  }
}

/** The source of the newest row of each region that the newest list still has. */
function newestByRegion(rows: readonly Stored<DashboardRow>[]): Map<string, Dated> {
  const newestOf = new Map<string, Dated>()
  for (const row of rows) {
    const known = newestOf.get(regionOf(row))
    if (!row.source.gone && (!known || isNewer(row.source, known))) newestOf.set(regionOf(row), row.source)
  }
  return newestOf
}

function withoutReplaced(rows: Stored<DashboardRow>[]): Stored<DashboardRow>[] {
  // Most partners have one row, which nothing replaces: its region need not be made out.
  if (rows.length < 2) return rows
  const newestOf = newestByRegion(rows)
  return rows.filter((row) => !isReplaced(row, newestOf))
}

/** Whether a newer file has the partner's row of the region under another name or id. */
function isReplaced(row: Stored<DashboardRow>, newestOf: ReadonlyMap<string, Dated>): boolean {
  const newest = newestOf.get(regionOf(row))
  return newest !== undefined && isNewer(newest, row.source)
}

/** Whether a newer file has what a rejected row should have said; where its record is not known, any row of the partner. */
function isCorrected(setAside: RejectedRow, rows: readonly Stored<DashboardRow>[]): boolean {
  const { key } = setAside
  return rows.some((row) => isNewer(row.source, setAside) && (key === null || regionOfKey(key) === regionOf(row)))
}

function regionOf({ record }: Stored<DashboardRow>): string {
  return regionOfKey(certificationDashboard.key(record) ?? '')
}
