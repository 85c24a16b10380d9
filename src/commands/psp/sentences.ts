/** The check of a PSP in words. */

import { whyNotCounted } from '../../app/link-sentences.ts'
import { answerOf, type ComparedVersion } from '../../reports/psp/psp.ts'
import type { FigureCheck, PspCheck } from '../../rules/programs/psp.ts'
import { grouped, plural } from '../../terminal/plural.ts'
import type { CheckedPartner } from './shown.ts'

const NAME: Readonly<Record<PspCheck['id'], string>> = { designation: 'PSP designation', compliant: 'compliance' }

/** The code of a finding, for programs. */
export function findingCode({ finding, versions }: CheckedPartner): string {
  const answer = answerOf(finding, versions)
  if (answer === 'yes') return 'designated_compliant'
  if (answer === 'no') return finding.checks.length === 1 ? 'not_designated' : 'not_compliant'
  return finding.decision === 'unknown' ? 'cannot_tell' : 'figures_in_force_disagree'
}

/** The answer in one sentence; `maxAgeDays`: how old evidence may be. */
export function headline(checked: CheckedPartner, maxAgeDays: number): string {
  const { finding, versions } = checked
  const beside = versions.find((version) => version.disagrees)
  const also =
    beside === undefined ? '' : `; the records ${beside.reaches ? 'reach' : 'fall short of'} the figures of ${beside.version}`
  switch (findingCode(checked)) {
    case 'designated_compliant':
      return `YES: a designated PSP and compliant, by the list${also}${backgroundMark(beside)}`
    case 'not_designated':
      return `NO: not a designated PSP, by the list${also}${backgroundMark(beside)}`
    case 'not_compliant':
      return `NO: a designated PSP, but not compliant, by the list${also}${backgroundMark(beside)}`
    case 'figures_in_force_disagree':
      return `CANNOT TELL: the list says ${finding.decision}${also}, which are in force`
    default: {
      const unknown = finding.checks.find(({ outcome }) => outcome === 'unknown')
      return `CANNOT TELL: needs review${unknown ? `; ${NAME[unknown.id]}: ${unknownWords(unknown, maxAgeDays)}` : ''}`
    }
  }
}

function backgroundMark(version: ComparedVersion | undefined): string {
  return version && !version.inForce ? ' (background, decides nothing)' : ''
}

/** What a check found. */
export function foundWords({ id, found }: PspCheck): string {
  const name = found?.source.column ?? NAME[id]
  if (!found) return `${name} is unknown`
  return `${name} is ${found.value?.trim() ? `"${found.value}"` : 'blank'}`
}

/** Why a check has no answer; empty if it has one. */
export function unknownWords({ reason, detail, found }: PspCheck, maxAgeDays: number): string {
  switch (reason) {
    case null:
      return ''
    case 'not_imported':
      return 'no list of PSP eligibility was ever imported'
    case 'missing':
      return 'the partner is not on the list, under this name or an alias'
    case 'stale':
      return `the evidence is older than ${plural(maxAgeDays, 'day')}`
    case 'gone_from_list':
      return `missing from the newest list (${detail}), so it may no longer be true`
    case 'set_aside':
      return `a newer row of it was rejected (${detail})`
    case 'contradictory':
      return `the list contradicts itself: ${detail}`
    case 'blank':
      return 'the cell is blank'
    case 'since_to_come':
      return `by the list it is one since ${detail}, a day to come`
    case 'unknown_word':
      return `unknown word "${found?.value ?? ''}"`
    case 'no_column':
      return 'the list has no such column'
    case 'ambiguous':
    case 'other_legal_form':
    case 'contradicts_its_id':
    case 'former_name':
    case 'unknown_id':
      return `a row of the list may be this partner’s: ${whyNotCounted(reason)}`
    default:
      return 'the list cannot be read'
  }
}

/** What to do now. */
export function stepsOf(checked: CheckedPartner): string[] {
  const { finding, versions, partner } = checked
  const unknown = finding.checks.find(({ outcome }) => outcome === 'unknown')
  const steps = unknown ? unknownSteps(unknown, partner.id) : []
  const beside = versions.find((version) => version.disagrees)
  return [
    ...steps,
    ...(beside ? ['ask who keeps the list why it and the records differ, before you answer with the figures'] : []),
    ...(findingCode(checked) === 'not_compliant'
      ? ['see the day of the last review in the list, and ask what the partner was told']
      : []),
  ]
}

function unknownSteps({ reason }: PspCheck, id: string): string[] {
  switch (reason) {
    case 'not_imported':
      return ['import the tab "PSP Eligibility" of the certification dashboard: phd import <psp-eligibility.csv>']
    case 'missing':
      return [`search the list by hand; if the partner is there under another name: phd partner alias add "<that name>" ${id}`]
    case 'stale':
    case 'gone_from_list':
    case 'no_column':
      return ['export the tab "PSP Eligibility" again with all its columns, and import it']
    case 'set_aside':
      return ['correct the rejected row, and import it: phd import <the .rejects.csv file>']
    case 'unknown_word':
      return ['ask what the word means; then correct the list, or add the word to data/psp-words.json']
    case 'blank':
      return ['ask who keeps the list to fill in the cell, and import it again']
    case 'since_to_come':
      return ['ask who keeps the list whether it is one already, and since when']
    case 'contradictory':
      return ['find out which row is right, correct the list and import it again']
    default:
      return ['see which partner the row is of: phd partner unlinked']
  }
}

const FIGURE: Readonly<Record<FigureCheck['id'], string>> = {
  people: 'people with PSE',
  services_per_quarter: 'services in each fiscal quarter: the fewest',
  services_per_year: 'services in four fiscal quarters',
}
const MARK: Readonly<Record<FigureCheck['outcome'], string>> = { met: 'reached', unmet: 'NOT REACHED', unknown: 'not known' }

/** A figure beside the records, in cells: what, asked for, in the records, and whether it is reached. */
export function figureCells({ id, needed, have, outcome }: FigureCheck): string[] {
  return [FIGURE[id], grouped(needed), have === null ? 'not known' : grouped(have), MARK[outcome]]
}

/** Whether the records reach the figures, in a few words. */
export function reachWords({ reaches }: Pick<ComparedVersion, 'reaches'>): string {
  return reaches === null ? 'not known' : reaches ? 'reached' : 'NOT REACHED'
}
