/** Scorecards in JSON (phd.scorecard/1), from the same figures as the pages. */

import { both, madeOf } from '../../packed/made-list.ts'
import { type BadgeFigures, QUARTERS } from '../../reports/scorecard/figures.ts'
import type { RequirementVerdict } from '../../reports/scorecard/requirement.ts'
import type { CertifiedRow } from '../../reports/scorecard/rows.ts'
import type { PartFigures } from '../../reports/scorecard/scorecard.ts'
import { quarterAfter } from '../../rules/fiscal.ts'
import type { LeftOutRow } from '../../scorecards/certified/lists.ts'
import type { PartnerScorecard, RegionScorecard } from '../../scorecards/scorecards.ts'
import { leftOutList, type Rests } from './rests.ts'

const SCHEMA = 'phd.scorecard/1'

/** A person as JSON names them; the address only where it was asked for. */
function personOf({ name, person }: { name: string | null; person: string }, withAddresses: boolean) {
  return { name, ...(withAddresses && { email: person }) }
}

/** A partner's scorecard. */
export function partnerJson(scorecard: PartnerScorecard, rests: Rests): object {
  const { partner, requirement } = scorecard
  const { id, name, account } = partner
  const { by, ...verdict } = requirement
  return {
    ...{ schema: SCHEMA, of: 'partner', partner: { id, name, track: account.record.track, region: rests.regionOf(partner) } },
    ...head(scorecard, rests),
    requirement: { ...verdict, credentials: credentialsJson(requirement), by },
    ...figuresJson(scorecard, rests),
    ...tail(scorecard, rests),
  }
}

/** A region's scorecard. */
export function regionJson(scorecard: RegionScorecard, rests: Rests): object {
  const { region, countries, partners, unplaced } = scorecard
  return {
    ...{ schema: SCHEMA, of: 'region', region, country: scorecard.asked.country },
    ...head(scorecard, rests),
    requirement: null,
    ...figuresJson(scorecard, rests),
    countries:
      countries?.map(({ country, ...figures }) => ({ country, name: country && rests.countryName(country), ...figures })) ?? null,
    partners: madeOf(partners, ({ partner: { id, name, country: of }, figures, requirement }) => ({
      ...{ id, name, track: requirement.track, country: of },
      ...(figures ?? NOTHING_KNOWN),
      requirement: requirement.code,
      credentials: credentialsJson(requirement),
    })),
    regionNotKnown: madeOf(unplaced, ({ id, name }) => ({ id, name })),
    ...tail(scorecard, rests),
  }
}

/** The people that each credential needs; a credential has the same word as with the badges. */
export function credentialsJson({ credentials }: Pick<RequirementVerdict, 'credentials'>): object[] {
  return credentials.map(({ id, needed, have, missing }) => ({ credential: id, needed, have, missing }))
}

const NOTHING_KNOWN: Readonly<Record<keyof PartFigures, null>> = {
  ...{ held: null, gained: null, lapsed: null, earned: null, change: null, people: null },
}

function head({ asked }: PartnerScorecard | RegionScorecard, { finding }: Rests) {
  return { quarter: asked.quarter.name, day: asked.today, expiringDays: asked.expiringDays, finding }
}

function figuresJson({ figures, totals, asked }: PartnerScorecard | RegionScorecard, { nameOf }: Rests) {
  const { withAddresses } = asked
  return {
    total: figures?.total ?? null,
    badges: figures?.badges ?? totals?.badges.map((total) => totalJson(total, asked)) ?? null,
    totalsBy: totals?.by ?? null,
    people: figures?.people ?? null,
    expiring:
      figures &&
      madeOf(figures.expiring, ({ name, person, ...rest }) => ({ ...personOf({ name, person }, withAddresses), ...rest })),
    moved:
      figures &&
      madeOf(figures.moved, ({ name, person, badges, from, to }) => ({
        ...personOf({ name, person }, withAddresses),
        badges,
        from: { id: from, name: nameOf(from) },
        to: { id: to, name: nameOf(to) },
      })),
    left:
      figures &&
      madeOf(figures.left, ({ name, person, badges, from }) => ({
        ...personOf({ name, person }, withAddresses),
        badges,
        from: { id: from, name: nameOf(from) },
      })),
    rows: figures && madeOf(figures.rows, ({ row, counts, why }) => ({ ...rowJson(row, withAddresses, nameOf), counts, why })),
  }
}

/** A badge of which only the total of now is known. */
function totalJson(
  { badge, credential, people }: { badge: string; credential: string | null; people: number },
  { quarter }: PartnerScorecard['asked'],
): Record<keyof BadgeFigures, unknown> {
  const unknown = { gained: null, lapsed: null, earned: null }
  const quarters = Array.from({ length: QUARTERS }, (_, i) => quarterAfter(quarter, i - QUARTERS + 1).name)
  return {
    ...{ badge, credential, held: people, ...unknown, change: null },
    quarters: quarters.map((name) => ({ quarter: name, held: null, ...unknown })),
  }
}

function rowJson(row: CertifiedRow, withAddresses: boolean, nameOf: Rests['nameOf']) {
  const { badge, credential, earned, expires, country, file, line, now } = row
  return {
    ...personOf(row, withAddresses),
    ...{ badge, credential, earned, expires, country },
    partner: row.partner && { id: row.partner, name: nameOf(row.partner) },
    now: { by: now.by, partner: now.partner && { id: now.partner, name: nameOf(now.partner) } },
    ...{ file, line },
  }
}

function tail({ leftOut, rejected, asked }: PartnerScorecard | RegionScorecard, rests: Rests) {
  return {
    leftOut: leftOutList(rests, { leftOut, rejected }),
    leftOutRows: leftOutRows({ leftOut, rejected, asked }, rests),
    sources: rests.sources.map(({ kind, file, lastSeenAt, isOld }) => ({ kind, file, lastSeenAt, isOld })),
    command: rests.command,
  }
}

/** Rows that count for no one, then those that were rejected: an array where they are one. */
function leftOutRows(
  { leftOut, rejected, asked }: Pick<RegionScorecard, 'leftOut' | 'rejected' | 'asked'>,
  { nameOf }: Rests,
): Iterable<object> {
  const own = madeOf(leftOut, (each) => leftOutJson(each, asked.withAddresses, nameOf))
  const others = rejected.map(({ file, line, name }) => ({ why: 'rejected', names: name, file, line }))
  return Array.isArray(own) ? [...own, ...others] : both(own, others)
}

function leftOutJson({ row, names, why, candidates }: LeftOutRow, withAddresses: boolean, nameOf: Rests['nameOf']) {
  const { badge, earned, expires, file, line } = row
  return {
    why,
    names,
    ...personOf(row, withAddresses),
    ...{ badge, earned, expires, file, line },
    candidates: candidates.map((id) => ({ id, name: nameOf(id) })),
  }
}

/** A line for the scorecard without its rows, then one for each row. */
export function* partnerNdjson(scorecard: PartnerScorecard, rests: Rests): Iterable<object> {
  yield* inLines(partnerJson(scorecard, rests))
}

/** The same of a region. */
export function* regionNdjson(scorecard: RegionScorecard, rests: Rests): Iterable<object> {
  yield* inLines(regionJson(scorecard, rests))
}

function* inLines(json: object): Iterable<object> {
  const { rows, ...rest } = json as { rows: Iterable<object> | null }
  yield { type: 'scorecard', ...rest }
  for (const row of rows ?? []) yield { schema: SCHEMA, type: 'row', ...row }
}

/** The rows behind the figures as a table: a line for each certification. */
export function partnerCsv(scorecard: PartnerScorecard, rests: Rests): Iterable<string[]> {
  return rowsCsv(scorecard, rests)
}

/** The same of a region. */
export function regionCsv(scorecard: RegionScorecard, rests: Rests): Iterable<string[]> {
  return rowsCsv(scorecard, rests)
}

function* rowsCsv({ figures, asked }: PartnerScorecard | RegionScorecard, { nameOf }: Rests): Generator<string[]> {
  const { withAddresses, quarter } = asked
  const headings = ['quarter', 'name', ...(withAddresses ? ['email'] : []), 'badge', 'credential', 'earned', 'expires', 'country']
  yield [...headings, 'partner', 'partnerNow', 'nowBy', 'counts', 'why', 'file', 'line']
  for (const { row, counts, why } of figures?.rows ?? [])
    yield [
      ...[quarter.name, row.name ?? '', ...(withAddresses ? [row.person] : [])],
      ...[row.badge, row.credential ?? '', row.earned, row.expires ?? '', row.country ?? ''],
      ...[row.partner === null ? '' : nameOf(row.partner), row.now.partner === null ? '' : nameOf(row.now.partner), row.now.by],
      ...[counts.join(' '), why ?? '', row.file, String(row.line)],
    ]
}
