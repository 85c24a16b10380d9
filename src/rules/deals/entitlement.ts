/** Whether a partner may register deals (Channel Partners: Working with GitLab, Deal Registration Program Overview). Pure. */

import { fresh, freshPart, type IsOld, type PeopleGone, type RejectedRow } from '../checks.ts'
import { type CountedPeople, dashboardCount, type Requirement } from '../trainings.ts'
import type { Lasting, Source } from '../verdict.ts'
import type { TrainingFinding } from './types.ts'

/** The partner's people among the portal users, counted; `fresher` counts only those seen more recently. */
interface People extends CountedPeople, Lasting {
  file: string
  left?: PeopleGone | null
  fresher?: People | null
}

/** What the sources say of the trainings of a partner. */
export interface TrainingEvidence {
  people: People | null
  dashboard: ReadonlyArray<{ counts: Readonly<Record<string, number | null>>; source: Source }>
  /** Newer rows of the dashboard or of people that were rejected, and rows that may be the partner's. */
  setAside: RejectedRow | null
  unsure: Lasting | null
}

/** Whether enough people of a partner hold a training: by the portal users or by the dashboard, either is enough. */
export function trainingOf(
  evidence: TrainingEvidence,
  { id, people: needed, countedBy }: Requirement,
  isOld: IsOld,
): TrainingFinding {
  const people = freshPart(evidence.people, isOld)
  const rows = evidence.dashboard.filter(({ source }) => !isOld(source))
  const counts = rows
    .map((row) => ({ ...row, count: dashboardCount(countedBy, row.counts) }))
    .filter(({ count }) => count !== null)
  const [best] = counts.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
  const byPeople = people?.holding[id] ?? 0
  if (people && byPeople >= needed) return { outcome: 'met', from: 'portal_users', have: byPeople, file: people.file }
  if (best && (best.count ?? 0) >= needed)
    return { outcome: 'met', from: 'certification_dashboard', have: best.count ?? 0, file: best.source.file }
  if (fresh(evidence.setAside, isOld)) return { outcome: 'unknown', reason: 'set_aside', file: evidence.setAside?.file ?? null }
  if (fresh(evidence.unsure, isOld)) return { outcome: 'unknown', reason: 'ambiguous', file: null }
  if ((people?.inactive[id] ?? 0) > 0) return { outcome: 'unknown', reason: 'inactive', file: people?.file ?? null }
  if (people) return { outcome: 'unmet', from: 'portal_users', have: byPeople, source: null, file: people.file }
  if (best)
    return {
      outcome: 'unmet',
      from: 'certification_dashboard',
      have: best.count ?? 0,
      source: best.source,
      file: best.source.file,
    }
  const wasThere = evidence.people !== null || evidence.dashboard.some((row) => !rows.includes(row))
  return { outcome: 'unknown', reason: wasThere ? 'stale' : rows.length > 0 ? 'no_column' : 'missing', file: null }
}
