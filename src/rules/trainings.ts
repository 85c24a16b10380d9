/** The trainings that people of a partner must hold, and which of them are missing. */

import type { Check } from './verdict.ts'

/** A credential that people of the partner must hold, and the trainings that give it. */
export interface Requirement {
  id: string
  credential: string
  people: number
  /** Fields of a portal user, any of which shows that the person holds it. */
  shownBy: readonly string[]
  /** Columns of the dashboard that count people who hold it. */
  countedBy: readonly string[]
  courses: readonly string[]
}

/** People of a partner who hold each credential, by its id: those with an active account, and the others, who may have left. */
export interface CountedPeople {
  holding: Readonly<Record<string, number>>
  inactive: Readonly<Record<string, number>>
}

/** The counted portal users disagree with the dashboard's answer. */
export interface CountsDisagree {
  code: 'counts_disagree'
  /** The dashboard's answer, and whether the users counted meet the requirements. */
  dashboard: string
  met: boolean
  people: CountedPeople
  file: string
}

/** Compares the portal users with an answer of the dashboard that decided; null if they agree, or there is nothing to compare. */
export function countsDisagree(
  answer: Check | undefined,
  people: CountedPeople | null,
  file: string,
  requirements: readonly Requirement[],
): CountsDisagree | null {
  if (!people || (answer?.outcome !== 'pass' && answer?.outcome !== 'fail')) return null
  const met = isMet(people, requirements)
  if (met === (answer.outcome === 'pass')) return null
  const { holding, inactive } = people
  return { code: 'counts_disagree', dashboard: answer.actual?.trim() ?? '', met, people: { holding, inactive }, file }
}

/** Whether enough people hold each credential. */
function isMet({ holding }: Pick<CountedPeople, 'holding'>, requirements: readonly Requirement[]): boolean {
  return requirements.every(({ id, people: needed }) => (holding[id] ?? 0) >= needed)
}

/** A missing training: how many more people need it, for a credential. */
export interface MissingTraining {
  requirement: Requirement
  have: number
  need: number
  /** How many more hold it with an inactive account. */
  inactive: number
  from: 'portal_users' | 'certification_dashboard'
}

type Counts = Readonly<Record<string, number | null>>

/** People of the partner who hold each credential, by the portal users; and the counts of its row on the dashboard. */
interface Held {
  people: CountedPeople | null
  dashboard: ReadonlyArray<{ counts: Counts }>
}

/**
 * Counts the people still missing: by the portal users if any were imported and they fall short, else by the dashboard's own
 * counts.
 */
export function missingTrainings({ people, dashboard }: Held, requirements: readonly Requirement[]): MissingTraining[] {
  const lacking = (from: MissingTraining['from'], haveOf: (requirement: Requirement) => number | null): MissingTraining[] =>
    requirements.flatMap((requirement) => {
      const have = haveOf(requirement)
      return have === null || have >= requirement.people
        ? []
        : [{ requirement, have, need: requirement.people - have, inactive: inactiveOf(requirement, from), from }]
    })
  const inactiveOf = ({ id }: Requirement, from: MissingTraining['from']): number =>
    from === 'portal_users' ? (people?.inactive[id] ?? 0) : 0
  const byUsers = people ? lacking('portal_users', ({ id }) => people.holding[id] ?? 0) : []
  const [row] = dashboard
  return byUsers.length > 0 || !row
    ? byUsers
    : lacking('certification_dashboard', (requirement) => dashboardCount(requirement.countedBy, row.counts))
}

/** People by the dashboard's columns. One person may be in several, so only the largest count is certain. Null: no column has one. */
export function dashboardCount(columns: readonly string[], counts: Counts): number | null {
  const known = columns.map((column) => counts[column]).filter((count) => count !== null && count !== undefined)
  return known.length > 0 ? Math.max(...known) : null
}
