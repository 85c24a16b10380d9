/** Answers about many accounts: as a list, as JSON, for a spreadsheet. */

import { nextSteps } from '../../app/owners/ownership-steps.ts'
import type { OwnerAnswer } from '../../plans/owner-answer.ts'
import { evidenceOf, findingJson, handbookOf, reasonsOf, subjectOf, territoriesOf } from '../../plans/owner-answer.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { type FindingState, stateOf } from '../../rules/cam/finding.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'

/** The answers for every account (phd.cams/1). */
export function ownersView(answers: readonly OwnerAnswer[], io: Pick<Io, 'columns' | 'prose'>): Rendering {
  return {
    table: () =>
      `${table(['PARTNER', 'ID', '', 'SHOULD BE', 'IS', 'BY'], answers.map(cells), io.columns)}\n${io.prose(summary(answers))}\n`,
    list: { count: answers.length, one: 'account' },
    json: () => ({ schema: 'phd.cams/1', accounts: answers.map(ownerJson) }),
    ndjson: () => answers.map(ownerJson),
    csv: () => ownersCsv(answers),
  }
}

/** The whole answer (phd.cam/1). */
export function ownerJson(answer: OwnerAnswer) {
  const { evaluatedAt, asOf, policy } = answer
  return {
    schema: 'phd.cam/1',
    ...findingJson(answer),
    evaluatedAt,
    asOf,
    policy: { id: 'cam', version: policy.version },
    evidence: evidenceOf(answer).map(({ what, source }) => ({ what, ...source })),
    handbook: handbookOf(answer),
    nextSteps: nextSteps(answer),
  }
}

function cells({ subject, finding }: OwnerAnswer): (string | null)[] {
  const { id, name } = subjectOf(subject)
  const by = finding.ownership.via?.rule ?? whyOf(...reasonsOf(finding))
  return [name, id, STATE_WORD[stateOf(finding)], finding.owner?.name ?? '', finding.current.name, by]
}

const STATE_WORD: Readonly<Record<FindingState, string>> = {
  right: 'right',
  differs: 'DIFFERS',
  blocked: 'BLOCKED',
  contradicted: 'CANNOT TELL',
  unmapped: 'NO OWNER',
  conflict: 'CONFLICT',
  needs_review: 'CANNOT TELL',
}

function summary(answers: readonly OwnerAnswer[]): string {
  const states = answers.map(({ finding }) => stateOf(finding))
  const count = (...of: FindingState[]): number => states.filter((state) => of.includes(state)).length
  const counts = [
    `${count('right')} right`,
    `${count('differs')} differ`,
    `${count('blocked')} blocked`,
    `${count('unmapped')} without an owner`,
    `${count('conflict', 'needs_review', 'contradicted')} to review`,
  ]
  return `${plural(answers.length, 'account')}: ${counts.join(', ')}`
}

const CSV_HEADINGS = [
  ...['id', 'name', 'decision', 'owner', 'owner_id', 'current', 'current_id'],
  ...['change', 'blocked', 'rule', 'territory', 'region', 'why'],
]

/** Answers for a spreadsheet, one row each. */
export function ownersCsv(answers: readonly OwnerAnswer[]): string {
  return csvForPeople([CSV_HEADINGS, ...answers.map(csvRow)])
}

function csvRow({ subject, finding }: OwnerAnswer): string[] {
  const { ownership, owner, current, change, blocked } = finding
  const { id, name } = subjectOf(subject)
  const { via, decision, region } = ownership
  return [
    id,
    name,
    decision,
    owner?.name ?? '',
    owner?.userId ?? '',
    current.name ?? '',
    current.userId ?? '',
    String(change),
    blocked?.code ?? '',
    via?.rule ?? '',
    territoriesOf(finding).join('; '),
    region ?? '',
    whyOf(...reasonsOf(finding)),
  ]
}
