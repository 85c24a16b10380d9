/** Answers about many accounts: as a list, as JSON, for a spreadsheet. */

import { nextSteps } from '../../app/owners/ownership-steps.ts'
import type { OwnerAnswer } from '../../plans/owner-answer.ts'
import { evidenceOf, findingJson, handbookOf, reasonsOf, subjectOf, territoriesOf } from '../../plans/owner-answer.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { type FindingState, stateOf } from '../../rules/cam/finding.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { plural } from '../../terminal/plural.ts'
import type { Listing } from '../../terminal/print-rows.ts'

/** The answers for every account (phd.cams/1), each dropped once it is printed. */
export function ownersListing(answers: AsyncIterable<Iterable<OwnerAnswer>>, io: Pick<Io, 'prose'>): Listing<OwnerAnswer> {
  const tally = new Map<FindingState, number>()
  return {
    rows: answers,
    each: ({ finding }) => {
      const state = stateOf(finding)
      tally.set(state, (tally.get(state) ?? 0) + 1)
    },
    list: { one: 'account' },
    waiting: 'Checking all accounts',
    table: {
      headings: ['PARTNER', 'ID', '', 'SHOULD BE', 'IS', 'BY'],
      cells,
      after: () => `\n${io.prose(summary(tally))}\n`,
    },
    json: (accounts) => ({ schema: 'phd.cams/1', accounts }),
    object: ownerJson,
    csv: { headings: () => CSV_HEADINGS, cells: csvRow },
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

function summary(tally: ReadonlyMap<FindingState, number>): string {
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, number) => all + number, 0)
  const count = (...of: FindingState[]): number => sum(of.map((state) => tally.get(state) ?? 0))
  const counts = [
    `${count('right')} right`,
    `${count('differs')} differ`,
    `${count('blocked')} blocked`,
    `${count('unmapped')} without an owner`,
    `${count('conflict', 'needs_review', 'contradicted')} to review`,
  ]
  return `${plural(sum(tally.values()), 'account')}: ${counts.join(', ')}`
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
