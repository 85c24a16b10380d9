/** The certification dashboard as it was on a day, by the history that phd keeps. */

import type { Context } from '../../app/context.ts'
import { PackedById } from '../../packed/packed-by-id.ts'
import type { NamedPartner, NameIndex } from '../../partners/linking/links.ts'
import { bareWord, isDamagedWord } from '../../records/damaged-word.ts'
import { certificationDashboard, type DashboardRow } from '../../records/kinds/certification-dashboard.ts'
import { daySeen } from '../../records/seen-by.ts'
import type { DashboardPoint, Standing } from '../../reports/awards/types.ts'
import { addDays } from '../../rules/day.ts'
import type { ImportEntry, RecordReader, Stored } from '../../store/store.ts'

/** A dashboard says how it stands on a day, and so many days later at most. */
const MOST_DAYS = 31

/** Reads what the newest dashboard of a day said; null where there was none, or only one that is more than a month older. */
export async function dashboardOn(
  day: string,
  { dayOf }: Pick<Context, 'dayOf'>,
  store: RecordReader,
  index: NameIndex<NamedPartner>,
): Promise<DashboardPoint | null> {
  const seenOn = ({ lastSeenAt }: ImportEntry): string => daySeen(lastSeenAt, dayOf)
  const known = (await store.prunedHistory())?.lastImport ?? 0
  const [newest] = (await store.listImports())
    .filter(({ kind, status, undoneBy }) => kind === certificationDashboard.kind && status !== 'undo' && undoneBy === null)
    .filter((entry) => entry.id >= known && seenOn(entry) <= day && seenOn(entry) >= addDays(day, -MOST_DAYS))
    .sort((a, b) => (seenOn(a) === seenOn(b) ? b.id - a.id : seenOn(a) < seenOn(b) ? 1 : -1))
  if (!newest) return null
  const said = new PackedById<Standing>()
  await store.eachRecordAfter(certificationDashboard, newest.id, (row) => {
    const { partner } = index.link({ name: row.record.partner, accountId: row.record.accountId })
    if (partner !== null && row.source.gone === null) said.add(partner.id, saidBy(row))
  })
  return { day, file: newest.file, seen: seenOn(newest), of: { get: (id) => standingOf(said.of(id)) } }
}

/** What one row says of its partner. */
function saidBy(row: Stored<DashboardRow>): Standing {
  const { track, openReqsMet, selectReqsMet } = row.record
  const { file, line } = row.source
  return {
    track,
    ...{ openMet: yesOrNo(openReqsMet), selectMet: yesOrNo(selectReqsMet), accreditations: countOf(row) },
    place: { file, line },
  }
}

/** What a partner's rows say together, one for each of its regions; where they disagree, nothing. */
function standingOf(rows: readonly Standing[]): Standing | undefined {
  const [first] = rows
  if (!first) return undefined
  const tracks = new Set(rows.flatMap(({ track }) => track?.trim().toLowerCase() || []))
  const counts = rows.map(({ accreditations }) => accreditations)
  return {
    track: tracks.size > 1 ? null : (rows.find(({ track }) => track?.trim())?.track ?? null),
    openMet: together(rows.map(({ openMet }) => openMet)),
    selectMet: together(rows.map(({ selectMet }) => selectMet)),
    accreditations: counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0),
    place: first.place,
  }
}

function together(answers: readonly (boolean | null)[]): boolean | null {
  const [first = null, ...others] = answers
  return others.every((each) => each === first) ? first : null
}

function yesOrNo(cell: string | null): boolean | null {
  if (isDamagedWord(cell)) return null
  const word = bareWord(cell ?? '')
    .trim()
    .toLowerCase()
  return word === 'yes' ? true : word === 'no' ? false : null
}

/** The people with a credential, over the columns that the file has; null where it has none of them. */
function countOf({ record: { salesCore, salesPro, saCore, pse }, source: { headings } }: Stored<DashboardRow>): number | null {
  const counts = Object.entries({ salesCore, salesPro, saCore, pse }).filter(([field]) => field in headings)
  return counts.length === 0 ? null : counts.reduce((sum, [, count]) => sum + (count ?? 0), 0)
}
