/** Prints who should own an account, or who the channel manager of an opportunity is, in every format. */

import type { Context } from '../../app/context.ts'
import { FOUND_BY } from '../../partners/found-by.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Resolved } from '../../partners/resolve.ts'
import { sentenceOf, stepsFor, whyOf } from '../../plans/sentences.ts'
import type { Opportunity } from '../../records/kinds/opportunities.ts'
import type { CamPolicy, Evidence, Reason } from '../../rules/cam.ts'
import type { Finding } from '../../rules/cam-change.ts'
import type { Stored } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showAge, showMoment } from '../../terminal/moment.ts'
import { plural } from '../../terminal/plural.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

export type Subject =
  | { kind: 'account'; partner: Partner; by: Resolved['by'] | null }
  | { kind: 'opportunity'; opportunity: Stored<Opportunity> }

/** An answer with what it was judged by. */
export interface OwnerAnswer {
  subject: Subject
  finding: Finding
  /** ISO 8601, UTC. */
  evaluatedAt: string
  asOf: string | null
  policy: CamPolicy
}

type Printing = Pick<Context, 'io' | 'format'>

/** What the record of a subject is called, and what is known of it besides. */
function subjectOf(subject: Subject): { kind: Subject['kind']; id: string; name: string } {
  if (subject.kind === 'account') return { kind: 'account', id: subject.partner.id, name: subject.partner.name }
  const { id, name } = subject.opportunity.record
  return { kind: 'opportunity', id: id ?? '', name: name ?? '' }
}

/** The territories the contract should name with the owner: those of the row it goes by. */
function territoriesOf({ ownership, set }: Pick<Finding, 'ownership' | 'set'>): string[] {
  const via = set ? set.byTable.via : ownership.via
  return via?.territory ? [via.territory] : []
}

/** Everything that must be said of a finding, most pressing first. */
function reasonsOf({ ownership, blocked, notes, lapsed }: Finding): Reason[] {
  const ended: Reason[] = lapsed
    ? [{ code: 'set_lapsed', facts: { actor: lapsed.actor, until: lapsed.until, owner: lapsed.owner.name } }]
    : []
  return [...(blocked ? [blocked] : []), ...ownership.reasons, ...notes, ...ended]
}

function setJson({ set }: Finding) {
  if (!set) return null
  const { owner, reason, actor, at, until, entry } = set.decided
  const { decision, manager, via, reasons } = set.byTable
  return {
    owner,
    reason,
    by: actor,
    at,
    until,
    entry,
    byTable: { decision, manager, via, reasons: reasons.map((each) => sentenceOf(each).why) },
  }
}

/** The contract's object without its schema, as plans have it too. */
export function findingJson({ subject, finding }: Pick<OwnerAnswer, 'subject' | 'finding'>) {
  const { ownership, owner, current, change, blocked } = finding
  return {
    subject: subjectOf(subject),
    decision: ownership.decision,
    owner,
    current,
    change,
    via: ownership.via,
    contractedTerritories: territoriesOf(finding),
    reasons: reasonsOf(finding).map((reason) => sentenceOf(reason).why),
    reasonCodes: reasonsOf(finding).map(({ code }) => code),
    region: ownership.region,
    blocked: blocked && { code: blocked.code, message: sentenceOf(blocked).why },
    set: setJson(finding),
    stale: finding.stale,
  }
}

/** phd.cam/1. */
function ownerJson(answer: OwnerAnswer) {
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

function handbookOf({ subject, policy: { handbook } }: OwnerAnswer) {
  return subject.kind === 'account' ? handbook.accounts : handbook.opportunities
}

function nextSteps({ subject, finding }: OwnerAnswer): string[] {
  const { id } = subjectOf(subject)
  const steps = stepsFor(reasonsOf(finding), id)
  if (finding.ownership.decision === 'assigned' && finding.change && !finding.blocked && subject.kind === 'account') {
    steps.unshift(`plan the change: phd cam plan --only ${id} --out plan.json`)
  }
  return steps
}

/** What the answer rests on, each with its place. */
function evidenceOf({ subject, finding: { ownership, set, users } }: OwnerAnswer): { what: string; source: Evidence }[] {
  const record = subject.kind === 'account' ? subject.partner.account : subject.opportunity
  const { headings, extraHeadings, ...source } = record.source
  const rows = [...ownership.rows, ...(set?.byTable.rows ?? [])]
  return [
    { what: 'record', source: { ...source, column: null } },
    ...rows.flatMap(({ row, groups }) => [
      ...(row ? [{ what: 'table', source: row.source }] : []),
      ...(groups ? [{ what: 'country', source: groups.source }] : []),
    ]),
    ...users.map(({ source }) => ({ what: 'user', source })),
  ]
}

/** The headline of an answer: its colour and its words. */
function headline({
  finding: { ownership, owner, current, change, blocked },
  subject,
}: OwnerAnswer): readonly ['green' | 'red' | 'yellow', string] {
  const now = current.name ?? 'nobody'
  const role = subject.kind === 'account' ? 'owner' : 'channel manager'
  if (ownership.decision === 'unmapped') return ['yellow', `NOBODY: ${whyOf(ownership.reasons.slice(0, 1))}`]
  if (ownership.decision !== 'assigned' || !owner) return ['yellow', 'CANNOT TELL: a person must look']
  if (!change && blocked)
    return ['yellow', `CANNOT TELL: the ${role} is ${owner.name}, as it should be by the state, but the address contradicts it`]
  if (!change) return ['green', `RIGHT: the ${role} is ${owner.name}, as it should be`]
  if (blocked) return ['yellow', `MUST NOT BE CHANGED YET: it should be ${owner.name}, and the record has ${now}`]
  return ['red', `DIFFERS: the ${role} should be ${owner.name}, and the record has ${now}`]
}

function place(source: Evidence, now: string): string {
  const { file, line, column, lastSeenAt, importId } = source
  const at = [file, line === null ? '' : `line ${line}`, column === null ? '' : `column "${column}"`].filter(Boolean).join(', ')
  if (importId === null) return `${at}, as it comes with phd`
  return `${at}, ${lastSeen(source)} (${showAge(lastSeenAt, now)})${goneWords(source)}`
}

/** One answer as a person reads it. */
function ownerText(answer: OwnerAnswer, io: Io): string {
  const { subject, finding, evaluatedAt, asOf, policy } = answer
  const { ownership, owner, current, set } = finding
  const [color, words] = headline(answer)
  const about = subjectOf(subject)
  const detail = subject.kind === 'account' ? accountDetail(subject.partner) : 'opportunity'
  const isLookedUp = subject.kind === 'account' && subject.by !== null && subject.by !== 'id' && subject.by !== 'name'
  const lines = [
    io.style('bold', safeText(`${about.name}  (${about.id}, ${detail})`)),
    ...(isLookedUp && subject.by ? [io.style('dim', `found by ${FOUND_BY[subject.by]}`)] : []),
    io.style(color, safeText(words)),
    '',
  ]
  const dim = (text: string): string => `             ${io.style('dim', safeText(text))}`
  const section = (label: string, text: string, ...more: string[]): void => {
    lines.push(`  ${label.padEnd(9)}  ${safeText(text)}`, ...more.map(dim))
  }
  // Of a plain answer the row says the same as the owner: only where it stands is told.
  const [only, more] = ownership.rows.flatMap(({ row }) => row ?? [])
  const isPlain =
    owner !== null && only !== undefined && more === undefined && ownership.via?.rule === `${only.table}: ${only.of}`
  if (owner) {
    const rule = ownership.via ? [ownership.via.rule] : []
    section(
      'should be',
      owner.email === null ? owner.name : `${owner.name} <${owner.email}>`,
      ...rule,
      ...(isPlain ? [place(only.source, evaluatedAt)] : []),
    )
  }
  if (set) {
    const { byTable } = set
    const says = byTable.manager === null ? whyOf(byTable.reasons) : `${byTable.manager} (${byTable.via?.rule})`
    section('by table', says)
  }
  for (const { row, groups } of [...ownership.rows, ...(set?.byTable.rows ?? [])]) {
    if (row && !isPlain) section('row', `${row.table}: ${row.of}: ${row.manager ?? 'nobody'}`, place(row.source, evaluatedAt))
    if (groups) section('country', groupsText(groups), place(groups.source, evaluatedAt))
  }
  const recorded = evidenceOf(answer)[0]
  section('is', current.name ?? 'nobody', ...(recorded ? [place(recorded.source, evaluatedAt)] : []))
  if (subject.kind === 'account') {
    const wanted = territoriesOf(finding)
    const { contractedTerritories } = subject.partner.account.record
    if (wanted.length > 0)
      section('contract', `Contracted Territories: ${contractedTerritories ?? 'blank'}; should name ${wanted.join(', ')}`)
  }
  lines.push(dim(`handbook: ${handbookOf(answer).page}, "${handbookOf(answer).section}"`))
  // The headline has said the first one where nobody is mapped.
  const reasons = reasonsOf(finding).slice(ownership.decision === 'unmapped' ? 1 : 0)
  if (reasons.length > 0)
    lines.push('', io.style('bold', 'Why'), ...reasons.map((reason) => `  - ${safeText(sentenceOf(reason).why)}`))
  const steps = nextSteps(answer)
  if (steps.length > 0) lines.push('', io.style('bold', 'Next'), ...steps.map((step, i) => `  ${i + 1}. ${safeText(step)}`))
  lines.push('', io.style('dim', `By policy cam ${policy.version}, judged for ${showMoment(evaluatedAt)}`))
  if (asOf !== null) lines.push(io.style('dim', `As known on ${showMoment(asOf)}`))
  return `${lines.join('\n')}\n`
}

function accountDetail({ account: { record } }: Partner): string {
  const place = [record.state, record.country].filter(Boolean).join(', ')
  return `track ${record.track ?? 'blank'}, ${place || 'no country'}`
}

function groupsText({
  apac,
  emeaSelect,
  emeaOpen,
}: {
  apac: string | null
  emeaSelect: string | null
  emeaOpen: string | null
}): string {
  const known = Object.entries({ APAC: apac, 'EMEA Select': emeaSelect, 'EMEA Open': emeaOpen }).filter(
    ([, group]) => group !== null,
  )
  return known.length === 0 ? 'in no group' : known.map(([name, group]) => `${name}: ${group}`).join(', ')
}

const STATE_WORDS = { assigned: 'right', unmapped: 'NOBODY', conflict: 'CONFLICT', needs_review: 'CANNOT TELL' } as const

/** What a list says of an account in a word. */
function stateOf({ ownership, change, blocked }: Finding): string {
  if (ownership.decision === 'assigned' && !change && blocked) return STATE_WORDS.needs_review
  if (ownership.decision !== 'assigned' || !change) return STATE_WORDS[ownership.decision]
  return blocked ? 'BLOCKED' : 'DIFFERS'
}

const CSV_HEAD = [
  'id',
  'name',
  'decision',
  'owner',
  'owner_id',
  'current',
  'current_id',
  'change',
  'blocked',
  'rule',
  'territory',
  'region',
  'why',
]

/** The cells of a finding in a list for people. */
function findingCells({ subject, finding }: Pick<OwnerAnswer, 'subject' | 'finding'>): string[] {
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
    whyOf(reasonsOf(finding)),
  ]
}

/** The list of findings for a spreadsheet. */
function findingsCsv(answers: ReadonlyArray<Pick<OwnerAnswer, 'subject' | 'finding'>>): string {
  return csvForPeople([CSV_HEAD, ...answers.map(findingCells)])
}

/** Prints the answer for one account or opportunity. */
export function printOwner({ io, format }: Printing, answer: OwnerAnswer): void {
  print(io, format, {
    table: () => io.prose(ownerText(answer, io)),
    json: () => ownerJson(answer),
    ndjson: () => [ownerJson(answer)],
    csv: () => findingsCsv([answer]),
  })
}

/** Prints the answers for every account (phd.cams/1). */
export function printOwners({ io, format }: Printing, answers: readonly OwnerAnswer[]): void {
  print(io, format, {
    table: () => {
      const rows = answers.map(({ subject, finding }) => [
        subjectOf(subject).name,
        subjectOf(subject).id,
        stateOf(finding),
        finding.owner?.name ?? '',
        finding.current.name,
        finding.ownership.via?.rule ?? whyOf(reasonsOf(finding)),
      ])
      return `${table(['PARTNER', 'ID', '', 'SHOULD BE', 'IS', 'BY'], rows, io.columns)}\n${io.prose(summary(answers))}\n`
    },
    list: { count: answers.length, one: 'account' },
    json: () => ({ schema: 'phd.cams/1', accounts: answers.map(ownerJson) }),
    ndjson: () => answers.map(ownerJson),
    csv: () => findingsCsv(answers),
  })
}

function summary(answers: readonly OwnerAnswer[]): string {
  const count = (state: string): number => answers.filter(({ finding }) => stateOf(finding) === state).length
  const told = [
    `${count('right')} right`,
    `${count('DIFFERS')} differ`,
    `${count('BLOCKED')} must not be changed yet`,
    `${count('NOBODY')} with nobody mapped`,
    `${count('CONFLICT') + count('CANNOT TELL')} cannot be told`,
  ]
  return `${plural(answers.length, 'account')}: ${told.join(', ')}`
}
