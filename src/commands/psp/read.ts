/** Reads what the list of PSPs says of partners, and what the records show of their people and services. */

import type { Context } from '../../app/context.ts'
import { type Listed, PackedList } from '../../packed/packed-list.ts'
import { gatherAll } from '../../partners/every/gather-all.ts'
import { factIfThere, isNewer, newest, sourceOf } from '../../partners/facts.ts'
import { gatherOne, type PartnerData, type Wanted } from '../../partners/gather.ts'
import type { Partner } from '../../partners/partner.ts'
import { peopleOf } from '../../partners/people.ts'
import { compareText } from '../../records/compare.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import { type DealRegistration, dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { portalUsers } from '../../records/kinds/portal-users.ts'
import { type PspEligibility, pspEligibility } from '../../records/kinds/psp-eligibility.ts'
import { readDealPolicyFile } from '../../reference/deals.ts'
import { readPspPolicyFile, readPspWords } from '../../reference/programs/psp.ts'
import { compareVersions, countServices, type FigureVersion, type ServiceRow } from '../../reports/psp/psp.ts'
import { heldNow } from '../../reports/scorecard/now.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import { freshPart, type IsOld, olderThan } from '../../rules/checks.ts'
import { decidingWord, isApproved, programOf } from '../../rules/deals/status.ts'
import type { DealPolicy } from '../../rules/deals/types.ts'
import { isOn, policyFor } from '../../rules/policy.ts'
import { judgePsp, type PspEvidence, type PspWords } from '../../rules/programs/psp.ts'
import { type Certified, readCertified } from '../../scorecards/certified/certified.ts'
import type { Desk } from '../../scorecards/desk.ts'
import { listIfThere } from '../../scorecards/list-rows.ts'
import type { RecordReader, Stored } from '../../store/store.ts'
import type { CheckedPartner } from './shown.ts'

const WANTED: Wanted = {
  holding: { pse: ['pse2020', 'pse2021'] },
  lines: false,
  kinds: [pspEligibility, dealRegistrations],
}

interface Reading {
  desk: Desk
  isOld: IsOld
  words: PspWords
  deals: DealPolicy
  versions: readonly FigureVersion[]
  certified: Certified
  /** Whether each list was imported, and is not too old. */
  isFresh: Readonly<Record<string, boolean>>
  /** Whether the list of PSPs was ever imported. */
  isImported: boolean
}

/** The desk's partner, or every partner on the list, by name. */
export async function readPsp(context: Context, desk: Desk, store: RecordReader): Promise<Listed<CheckedPartner>> {
  const { only } = desk
  const [reading, own] = await store.together(
    () => readingOf(context, desk, store),
    async () => only && { only, data: await gatherOne(store, only, WANTED) },
  )
  if (own !== null) return [checked(own.only, own.data, reading)]
  const all = new PackedList<CheckedPartner>()
  for await (const some of gatherAll(store, WANTED))
    for (const { partner, data } of some)
      if ((data.others.get(pspEligibility.kind)?.own.length ?? 0) > 0) all.push(checked(partner, data, reading))
  return all
}

async function readingOf({ now, maxAgeDays, today }: Context, desk: Desk, store: RecordReader): Promise<Reading> {
  const freshness = async (kind: { kind: string; title: string }): Promise<[string, boolean]> => {
    const [list] = await listIfThere(desk, store, kind)
    return [kind.kind, list?.list?.isOld === false]
  }
  const { versions, background } = readPspPolicyFile()
  const inForce = versions.filter((version) => isOn(version, today))
  return {
    desk,
    isOld: olderThan(now, maxAgeDays),
    words: readPspWords(),
    deals: policyFor<DealPolicy>(readDealPolicyFile().versions, today, 'deal registrations'),
    versions: [
      ...inForce.map(({ version, source, about, pspFigures }) => ({
        ...{ version, source, inForce: true, rule: [about], figures: pspFigures },
      })),
      ...background.map(({ version, source, rule, figures }) => ({ version, source, inForce: false, rule, figures })),
    ],
    certified: await readCertified(desk, store),
    isFresh: Object.fromEntries(await Promise.all([certifications, dealRegistrations, portalUsers].map(freshness))),
    isImported: await store.wasImported(pspEligibility),
  }
}

function checked(partner: Partner, data: PartnerData, reading: Reading): CheckedPartner {
  const { desk, isOld, words, versions, certified, isFresh } = reading
  const { today } = desk.context
  const evidence = evidenceOf(data, reading)
  const finding = judgePsp(evidence, words, isOld)
  const rows = ownRows<PspEligibility>(data, pspEligibility.kind)
  const holders = heldNow(certified.rowsOf([partner.id]), (id) => id === partner.id, today).filter(
    ({ credential }) => credential === 'pse',
  )
  const users = freshPart(peopleOf(data), isOld)
  const people = {
    certifications: isFresh[certifications.kind] ? peopleIn(holders) : null,
    portal: users && (users.holding.pse ?? 0),
  }
  const services = isFresh[dealRegistrations.kind] ? countServices(servicesOf(data, reading), today) : null
  const [row] = rows.filter((each) => !isOld(each.source))
  return {
    partner: { id: partner.id, name: partner.name },
    finding,
    row: sheetRow(row ?? rows[0]),
    people,
    inactive: users?.inactive.pse ?? 0,
    holders,
    services,
    versions: compareVersions(versions, finding, people, services),
  }
}

function sheetRow(row: Stored<PspEligibility> | undefined): CheckedPartner['row'] {
  if (!row) return null
  const { file, line, lastSeenAt, lastSeenBy, statedBy, headings } = row.source
  return { record: row.record, source: { file, line, lastSeenAt, lastSeenBy, statedBy, headings } }
}

function peopleIn(rows: readonly CertifiedRow[]): number {
  return new Set(rows.map(({ person }) => person)).size
}

function ownRows<R>(data: PartnerData, kind: string): Stored<R>[] {
  return (data.others.get(kind)?.own ?? []) as unknown as Stored<R>[]
}

function evidenceOf(data: PartnerData, { isImported, desk, isOld }: Reading): PspEvidence {
  const own = ownRows<PspEligibility>(data, pspEligibility.kind)
  const { unsure = [], setAside = [] } = data.others.get(pspEligibility.kind) ?? {}
  const newer = setAside.filter((row) => own.every(({ source }) => row.importId === source.importId || isNewer(row, source)))
  const since = own.filter(({ source }) => !isOld(source)).map(({ record }) => record.since ?? '')
  const [first] = since.sort()
  return {
    isImported,
    sinceToCome: first !== undefined && first > desk.context.today ? first : null,
    rows: own.map((row) => ({
      designation: factIfThere(row, 'designation', row.record.designation),
      compliant: factIfThere(row, 'compliant', row.record.compliant),
    })),
    candidates: unsure.filter(({ row }) => row.source.gone === null).map(({ why }) => why),
    rejected: newest(newer),
  }
}

/** The services of a partner that were approved or accepted, with the day that is known of each. */
function servicesOf(data: PartnerData, { deals }: Reading): ServiceRow[] {
  return ownRows<DealRegistration>(data, dealRegistrations.kind)
    .filter(({ record, source }) => source.gone === null && isService(record, deals))
    .map((row) => ({
      registration: row.record.name?.trim() ?? '',
      status: decidingWord({ ...row.record }, deals) ?? '',
      day: row.record.serviceAttachApproved ?? row.record.serviceRegApproved ?? row.record.approved,
      file: sourceOf(row).file,
      line: row.source.line,
    }))
    .sort((a, b) => compareText(a.registration, b.registration))
}

function isService(record: DealRegistration, deals: DealPolicy): boolean {
  return programOf(record, deals) === 'serviceAttach' && isApproved(record, deals)
}
