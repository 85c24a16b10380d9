/** One answer: who should own an account, or who the channel manager of an opportunity is. */

import { nextSteps } from '../../app/owners/ownership-steps.ts'
import { FOUND_BY } from '../../partners/found-by.ts'
import type { Partner } from '../../partners/partner.ts'
import {
  evidenceOf,
  handbookOf,
  type OwnerAnswer,
  reasonsOf,
  type Subject,
  subjectOf,
  territoriesOf,
} from '../../plans/owner-answer.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { stateOf } from '../../rules/cam/finding.ts'
import type { Evidence, Ownership } from '../../rules/cam/types.ts'
import type { Io } from '../../terminal/io.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showAge, showMoment } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { ownerJson, ownersCsv } from './owners-view.ts'

/** One answer in every format (phd.cam/1). */
export function ownerView(answer: OwnerAnswer, io: Pick<Io, 'style' | 'prose'>): Rendering {
  return {
    table: () => io.prose(ownerText(answer, io.style)),
    json: () => ownerJson(answer),
    ndjson: () => [ownerJson(answer)],
    csv: () => ownersCsv([answer]),
  }
}

function ownerText(answer: OwnerAnswer, style: Io['style']): string {
  const { finding, evaluatedAt, asOf, policy } = answer
  const { page, section } = handbookOf(answer)
  const dim = (text: string): string => `             ${style('dim', safeText(text))}`
  // Without an owner, the headline already has the first reason.
  const reasons = reasonsOf(finding).slice(finding.ownership.decision === 'unmapped' ? 1 : 0)
  const steps = nextSteps(answer)
  const lines = [
    ...headLines(answer, style),
    '',
    ...partsOf(answer).flatMap(({ label, text, notes }) => [`  ${label.padEnd(9)}  ${safeText(text)}`, ...notes.map(dim)]),
    dim(`handbook: ${page}, "${section}"`),
    ...(reasons.length > 0 ? ['', style('bold', 'Why'), ...reasons.map((each) => `  - ${safeText(whyOf(each))}`)] : []),
    ...(steps.length > 0 ? ['', style('bold', 'Next'), ...steps.map((step, i) => `  ${i + 1}. ${safeText(step)}`)] : []),
    '',
    style('dim', `Policy cam ${policy.version}, evaluated at ${showMoment(evaluatedAt)}`),
    ...(asOf === null ? [] : [style('dim', `As known on ${showMoment(asOf)}`)]),
  ]
  return `${lines.join('\n')}\n`
}

function headLines(answer: OwnerAnswer, style: Io['style']): string[] {
  const { subject } = answer
  const [color, words] = headline(answer)
  const { name, id } = subjectOf(subject)
  const by = subject.kind === 'account' && subject.by !== 'id' && subject.by !== 'name' ? subject.by : null
  return [
    style('bold', safeText(`${name}  (${id}, ${detailOf(subject)})`)),
    ...(by === null ? [] : [style('dim', `found by ${FOUND_BY[by]}`)]),
    style(color, safeText(words)),
  ]
}

function headline({ finding, subject }: OwnerAnswer): readonly ['green' | 'red' | 'yellow', string] {
  const { ownership, current } = finding
  const now = current.name ?? 'no one'
  const role = subject.kind === 'account' ? 'owner' : 'channel manager'
  const owner = finding.owner?.name
  switch (stateOf(finding)) {
    case 'unmapped':
      return ['yellow', `NO OWNER: ${whyOf(...ownership.reasons.slice(0, 1))}`]
    case 'conflict':
    case 'needs_review':
      return ['yellow', 'CANNOT TELL: needs review']
    case 'contradicted':
      return ['yellow', `CANNOT TELL: ${owner} is the ${role} for the state, but the address contradicts it`]
    case 'right':
      return ['green', `RIGHT: the ${role} is ${owner}, as expected`]
    case 'blocked':
      return ['yellow', `BLOCKED: the ${role} should be ${owner}; the record has ${now}, and the change must wait`]
    case 'differs':
      return ['red', `DIFFERS: the ${role} should be ${owner}; the record has ${now}`]
  }
}

function detailOf(subject: Subject): string {
  return subject.kind === 'account' ? accountDetail(subject.partner) : 'opportunity'
}

function accountDetail({ account: { record } }: Partner): string {
  const place = [record.state, record.country].filter(Boolean).join(', ')
  return `track ${record.track ?? 'blank'}, ${place || 'no country'}`
}

/** A part of the answer under its label, with notes below it. */
interface Part {
  label: string
  text: string
  notes: string[]
}

function partsOf(answer: OwnerAnswer): Part[] {
  const { finding, evaluatedAt } = answer
  const [recorded] = evidenceOf(answer)
  return [
    ...ownerPart(answer),
    ...tableParts(answer),
    {
      label: 'now',
      text: finding.current.name ?? 'no one',
      notes: recorded ? [place(recorded.source, evaluatedAt)] : [],
    },
    ...contractPart(answer),
  ]
}

function ownerPart({ finding: { ownership, owner }, evaluatedAt }: OwnerAnswer): Part[] {
  if (!owner) return []
  const row = onlyRow(ownership)
  const notes = [...(ownership.via ? [ownership.via.rule] : []), ...(row ? [place(row.source, evaluatedAt)] : [])]
  return [{ label: 'should be', text: owner.email === null ? owner.name : `${owner.name} <${owner.email}>`, notes }]
}

/** What the tables have, where it is more than the one row that gives the owner. */
function tableParts({ finding: { ownership, owner, set }, evaluatedAt }: OwnerAnswer): Part[] {
  const parts: Part[] = []
  if (set) {
    const { manager, via, reasons } = set.byTable
    parts.push({ label: 'by table', text: manager === null ? whyOf(...reasons) : `${manager} (${via?.rule})`, notes: [] })
  }
  const isPlain = owner !== null && onlyRow(ownership) !== null
  for (const { row, groups } of [...ownership.rows, ...(set?.byTable.rows ?? [])]) {
    if (row && !isPlain) {
      const text = `${row.table}: ${row.of}: ${row.manager ?? 'no one'}`
      parts.push({ label: 'row', text, notes: [place(row.source, evaluatedAt)] })
    }
    if (groups) parts.push({ label: 'country', text: groupsText(groups), notes: [place(groups.source, evaluatedAt)] })
  }
  return parts
}

/** The one row that gives the owner; null where there are several, or the owner comes from elsewhere. */
function onlyRow({ rows, via }: Ownership) {
  const [only, more] = rows.flatMap(({ row }) => row ?? [])
  return only && !more && via?.rule === `${only.table}: ${only.of}` ? only : null
}

function contractPart({ subject, finding }: OwnerAnswer): Part[] {
  const wanted = territoriesOf(finding)
  if (subject.kind !== 'account' || wanted.length === 0) return []
  const { contractedTerritories } = subject.partner.account.record
  const text = `Contracted Territories: ${contractedTerritories ?? 'blank'}; should name ${wanted.join(', ')}`
  return [{ label: 'contract', text, notes: [] }]
}

function place(source: Evidence, now: string): string {
  const { file, line, column, lastSeenAt, importId } = source
  const at = [file, line === null ? '' : `line ${line}`, column === null ? '' : `column "${column}"`].filter(Boolean).join(', ')
  if (importId === null) return `${at}, shipped with phd`
  return `${at}, ${lastSeen(source)} (${showAge(lastSeenAt, now)})${goneWords(source)}`
}

interface Groups {
  apac: string | null
  emeaSelect: string | null
  emeaOpen: string | null
}

function groupsText({ apac, emeaSelect, emeaOpen }: Groups): string {
  const groups = Object.entries({ APAC: apac, 'EMEA Select': emeaSelect, 'EMEA Open': emeaOpen })
  const known = groups.filter(([, group]) => group !== null)
  return known.length === 0 ? 'in no group' : known.map(([name, group]) => `${name}: ${group}`).join(', ')
}
