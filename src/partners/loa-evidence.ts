/** What the sources say of a partner, each fact with its place, for the rule on letters of authorization. */

import { certificationDashboard } from '../records/kinds/certification-dashboard.ts'
import { type LetterIssued, lettersIssued } from '../records/kinds/licenses/letters-issued.ts'
import type { NotedContract } from '../rules/checks.ts'
import type { LoaEvidence, LoaPolicy } from '../rules/loa.ts'
import type { Stored } from '../store/store.ts'
import { countsOf, dashboardView } from './dashboard.ts'
import { gatherAll } from './every/gather-all.ts'
import { fact, factIfThere, markIfThere, sourceOf } from './facts.ts'
import { type EvidenceReader, gatherSome, type PartnerData, rejectedAccountRow, rowsOf, type Wanted } from './gather.ts'
import type { Partner } from './partner.ts'
import { peopleOf, unsurePeopleOf } from './people.ts'

/** What the rule on letters needs gathered. */
export function wantedForLetter({ requirements }: LoaPolicy): Wanted {
  return {
    holding: Object.fromEntries(requirements.map(({ id, shownBy }) => [id, shownBy])),
    lines: false,
    kinds: [lettersIssued],
  }
}

/** The evidence in what was gathered of a partner. */
export function letterEvidenceOf(
  partner: Partner,
  data: PartnerData,
  dashboardImported: boolean,
  contractNoted: NotedContract | null,
): LoaEvidence {
  const { account } = partner
  const { status, signedContract, clickThrough, restricted, owner } = account.record
  const { rows, setAside, candidates } = dashboardView(data)
  return {
    status: fact(account, 'status', status),
    signedContract: factIfThere(account, 'signedContract', signedContract),
    clickThrough: factIfThere(account, 'clickThrough', clickThrough),
    contractNoted,
    restricted: markIfThere(account, 'restricted', restricted),
    channelManager: owner,
    dashboard: rows.map((row) => ({
      openReqsMet: fact(row, 'openReqsMet', row.record.openReqsMet),
      counts: countsOf(row),
    })),
    rejectedAccountRow: rejectedAccountRow(partner, data),
    dashboardSetAside: setAside,
    candidates: candidates.map(({ row, ...candidate }) => ({
      ...candidate,
      answer: fact(row, 'openReqsMet', row.record.openReqsMet),
      source: sourceOf(row),
    })),
    dashboardImported,
    people: peopleOf(data),
    unsurePeople: unsurePeopleOf(data),
    letters: rowsOf<LetterIssued>(data, lettersIssued).own.flatMap(letterOf),
  }
}

/** A letter that was issued; one without any date, or that was not completed, does not count. */
export function letterOf(row: Stored<LetterIssued>): LoaEvidence['letters'] {
  const { letterDate, expires, status } = row.record
  const isComplete = !status?.trim() || /^completed?$/i.test(status.trim())
  if (!isComplete || (letterDate === null && expires === null)) return []
  return [{ date: letterDate, stated: expires, source: sourceOf(row, letterDate === null ? 'expires' : 'letterDate') }]
}

/** The evidence for some partners; `contract` is what a person noted of a partner's contract. */
export async function loaEvidence(
  store: EvidenceReader,
  partners: readonly Partner[],
  policy: LoaPolicy,
): Promise<(partner: Partner, contract: NotedContract | null) => LoaEvidence> {
  const dashboardImported = await store.wasImported(certificationDashboard)
  const dataOf = await gatherSome(store, partners, wantedForLetter(policy))
  return (partner, contract) => letterEvidenceOf(partner, dataOf(partner), dashboardImported, contract)
}

/** The evidence for every partner, some hundreds at a time, in order of name, then id; each source is read once. */
export async function* allLoaEvidence(
  store: EvidenceReader,
  policy: LoaPolicy,
  contractOf: (partner: Partner) => NotedContract | null,
): AsyncGenerator<IteratorObject<{ partner: Partner; evidence: LoaEvidence }>> {
  const dashboardImported = await store.wasImported(certificationDashboard)
  for await (const some of gatherAll(store, wantedForLetter(policy)))
    yield some.map(({ partner, data }) => ({
      partner,
      evidence: letterEvidenceOf(partner, data, dashboardImported, contractOf(partner)),
    }))
}
