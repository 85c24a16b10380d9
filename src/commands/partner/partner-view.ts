/** Prints partners, and what is known about one. */

import { notLinkedNote } from '../../app/link-sentences.ts'
import { FOUND_BY } from '../../partners/found-by.ts'
import type { Unsure } from '../../partners/gather.ts'
import { candidateOf, type Partner } from '../../partners/partner.ts'
import type { Resolved } from '../../partners/resolve.ts'
import type { Kind } from '../../records/kind.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import type { DashboardRow } from '../../records/kinds/certification-dashboard.ts'
import { placeOf } from '../../records/place.ts'
import type { DeskRequest } from '../../requests/request.ts'
import type { OwnerSet } from '../../rules/cam/finding.ts'
import { type NotedContract, notLinked } from '../../rules/checks.ts'
import type { Alias, PeopleCount, RowSource, Stored } from '../../store/store.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { CANDIDATE_HEAD, candidateCells } from '../../terminal/error.ts'
import type { Io } from '../../terminal/io.ts'
import { goneWords, lastSeen } from '../../terminal/last-seen.ts'
import { showAge } from '../../terminal/moment.ts'
import type { Rendering } from '../../terminal/print.ts'
import type { Listing } from '../../terminal/print-rows.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'
import { reopenedWords, rulingSentence } from '../../verdicts/request-sentences.ts'
import { contractLine } from './contract-view.ts'

/** A list of partners, as many as were found (phd.partners/1). */
export function foundListing(text: string, partners: Listing<Partner>['rows']): Listing<Partner> {
  let isNone = true
  const json = (partner: Partner) => {
    const { owner, country } = partner.account.record
    return { ...candidateOf(partner), owner, country }
  }
  return {
    rows: partners,
    each: () => {
      isNone = false
    },
    list: { one: 'partner' },
    table: {
      headings: CANDIDATE_HEAD,
      cells: (partner) => candidateCells(candidateOf(partner)),
      isBare: true,
      after: () => (isNone ? `no partner matches "${safeText(text)}"; try a shorter part of the name\n` : ''),
    },
    csv: {
      headings: () => ['id', 'name', 'track', 'status', 'owner', 'country'],
      cells: (partner) => {
        const { id, name, track, status, owner, country } = json(partner)
        return [id, name, track ?? '', status ?? '', owner ?? '', country ?? '']
      },
    },
    object: json,
    line: (partner) => ({ schema: 'phd.partners/1', ...json(partner) }),
    json: (items) => ({ schema: 'phd.partners/1', query: text, partners: items }),
  }
}

export interface PartnerCard {
  partner: Partner
  by: Resolved['by']
  aliases: readonly Alias[]
  dashboard: ReadonlyArray<Stored<DashboardRow>>
  people: readonly PeopleCount[]
  /** Its rows of the further kinds. */
  others: ReadonlyArray<{ kind: Kind; rows: ReadonlyArray<Stored<unknown>> }>
  /** Rows and people that may be the partner's, and are linked to no partner. */
  candidates: ReadonlyArray<Unsure<Pick<PeopleCount, 'source'>>>
  /** Every request of the partner that is on record. */
  requests: readonly DeskRequest[]
  /** A person's decision on who owns the account, unless it was lifted; null: the tables decide. */
  ownerSet: OwnerSet | null
  /** The contract that a person noted; null: none. */
  contract: NotedContract | null
}

/** Prints what is known about one partner (phd.partner/1). */
export function partnerView(card: PartnerCard, now: string, io: Io): Rendering {
  const { record } = card.partner.account
  return {
    table: () => partnerText(card, now, io),
    json: () => partnerJson(card),
    ndjson: () => [partnerJson(card)],
    csv: () =>
      csvForPeople([
        Object.keys(accounts.fields),
        Object.keys(accounts.fields).map((field) => shown(record[field as keyof typeof record])),
      ]),
  }
}

/** The people whom the exports list, and those that the newest list lacks. */
function counted(people: readonly PeopleCount[]) {
  const count = (some: readonly PeopleCount[]): number => some.reduce((sum, each) => sum + each.people, 0)
  const listed = people.filter((each) => !each.source.gone)
  const left = people.filter((each) => each.source.gone)
  return { listed, left, users: count(listed), gone: count(left) }
}

function partnerJson(card: PartnerCard): object {
  const { partner, by, aliases, dashboard, people, others, candidates, requests, ownerSet, contract } = card
  const { source, record, extra } = partner.account
  const { listed, users, gone } = counted(people)
  return {
    schema: 'phd.partner/1',
    id: partner.id,
    name: partner.name,
    matchedBy: by,
    account: record,
    extra: extra.map(([heading, value]) => ({ heading, value })),
    source: sourceJson(source),
    aliases: aliases.map(({ name, addedAt, addedBy }) => ({ name, addedAt, addedBy })),
    dashboard: dashboard.map((row) => ({ ...row.record, source: sourceJson(row.source) })),
    portalUsers: people.length === 0 ? null : { people: users, gone, source: (listed[0] ?? people[0])?.source },
    records: others.map(({ kind, rows }) => ({ kind: kind.kind, records: listedRows(rows).length })),
    candidates: candidates.map(({ name, accountId, why, of, row: { source } }) => ({
      name,
      accountId,
      why,
      of,
      file: source.file,
    })),
    requests: requests.map(({ partner: _, ...request }) => request),
    ownerSet,
    contract,
  }
}

function partnerText(card: PartnerCard, now: string, io: Io): string {
  const { partner, by, aliases, dashboard, people, others, candidates, requests, ownerSet, contract } = card
  const { source, extra } = partner.account
  const { listed, left, users, gone } = counted(people)
  const lines = [
    io.style('bold', safeText(`${partner.name}  (${partner.id})`)),
    io.style('dim', safeText(`found by ${FOUND_BY[by]}; ${sourceWords(source, now)}`)),
    '',
    ...table(['FIELD', 'VALUE'], [...fieldCells(partner), ...extra])
      .trimEnd()
      .split('\n'),
    '',
    safeText(`Aliases: ${aliases.length > 0 ? aliases.map(({ name }) => name).join(', ') : 'none'}`),
    ...dashboard.map((row) =>
      safeText(`Certification dashboard: Open Reqs Met? ${row.record.openReqsMet ?? 'blank'} (${sourceWords(row.source, now)})`),
    ),
    ...(dashboard.length === 0 ? ['Certification dashboard: no row for this partner'] : []),
    ...(people.length === 0 ? ['Portal users: none imported for this partner'] : []),
    ...listed.slice(0, 1).map(({ source: of }) => safeText(`Portal users: ${users} (${of.file}, ${lastSeen(of)})`)),
    ...left.slice(0, 1).map(({ source: of }) => safeText(`Portal users not counted: ${gone} (${of.file}${goneWords(of)})`)),
    ...others.flatMap((each) => otherLine(partner.id, each)),
    ...(contract ? [safeText(contractLine(contract))] : []),
    ...notLinked(candidates).map((note) => safeText(`Not linked: ${notLinkedNote(note, partner).message}`)),
    ...requests.map((request) => requestLine(request, io)),
    ...(ownerSet ? [io.style('red', safeText(ownerSetLine(ownerSet)))] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** The rows that the newest list still has. */
function listedRows(rows: PartnerCard['others'][number]['rows']) {
  return rows.filter(({ source }) => !source.gone)
}

/** How many rows of a kind the partner has, and the command that is about them; none where it has none. */
function otherLine(id: string, { kind, rows }: PartnerCard['others'][number]): string[] {
  const [first, ...more] = listedRows(rows)
  const of = OTHERS[kind.kind]
  if (!first || !of) return []
  return [safeText(`${of.title}: ${more.length + 1} (${first.source.file}, ${lastSeen(first.source)}); see: ${of.command} ${id}`)]
}

const OTHERS: Readonly<Record<string, { title: string; command: string }>> = {
  deal_registrations: { title: 'Deal registrations', command: 'phd deal list --partner' },
  nfr_licenses: { title: 'Not-for-resale licenses', command: 'phd nfr check' },
  leads: { title: 'Shared leads', command: 'phd leads list --closed --partner' },
  invoices: { title: 'Invoices', command: 'phd invoices find' },
  certifications: { title: 'Certifications', command: 'phd scorecard partner' },
  vouchers: { title: 'PSE vouchers', command: 'phd vouchers' },
  psp_eligibility: { title: 'PSP eligibility', command: 'phd psp check' },
  rebate_exceptions: { title: 'Rebate exceptions', command: 'phd rebates' },
}

/** What the newest file had a column for, blank or not, and what an earlier one said. */
function fieldCells({ account: { record, source } }: Partner): [heading: string, value: string][] {
  return Object.entries(accounts.fields).flatMap(([field, { headings }]) => {
    const value = record[field as keyof typeof record]
    const heading = source.headings[field]
    if (heading === undefined && value === null) return []
    return [[heading ?? headings[0] ?? field, shown(value)] satisfies [string, string]]
  })
}

const ASKED = { loa: 'Letter of authorization', nfr: 'Not-for-resale license' } as const

function requestLine({ id, question, state, received, ruling, reopened }: DeskRequest, io: Io): string {
  const words = {
    open: 'is open',
    waiting: 'is waiting for both approvals',
    withdrawn: 'was withdrawn',
    approved: '',
    denied: '',
  }
  const said =
    ruling && state !== 'withdrawn' ? rulingSentence(id, ruling) : `request ${id} of ${received.slice(0, 10)} ${words[state]}`
  const line = safeText(`${ASKED[question]}: ${said}${reopened ? `; ${reopenedWords(reopened)}` : ''}`)
  return (ruling?.override ?? reopened?.override) ? io.style('red', line) : line
}

function ownerSetLine({ owner, actor, at, until, reason }: OwnerSet): string {
  const term = until === null ? '' : `, until ${until}`
  return `Owner: set by hand to ${owner.name} by ${actor} on ${at.slice(0, 10)}${term}: ${reason}`
}

function shown(value: string | boolean | null): string {
  return value === null ? '' : typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value
}

function sourceJson({ headings, extraHeadings, ...source }: RowSource): object {
  return source
}

function sourceWords(source: RowSource, now: string): string {
  return `${placeOf(source)}, ${lastSeen(source)}, ${showAge(source.lastSeenAt, now)}${goneWords(source)}`
}
