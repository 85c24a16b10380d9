/** The decisions of people that override the tables. */

import type { Partner } from '../../partners/partner.ts'
import type { OwnerSet } from '../../rules/cam/finding.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

/** A decision with its account, and whether it holds today. */
export interface ListedSet extends OwnerSet {
  partner: { id: string; name: string }
  inForce: boolean
}

export interface SetChange {
  status: 'set' | 'lifted' | 'dry_run'
  partner: Partner
  /** What was decided, or lifted. */
  decided: { owner: { name: string; userId: string }; reason: string; until: string | null }
  /** Why it was lifted; null where it is set. */
  lifted: string | null
  /** The owner by the tables. */
  byTable: string
  /** An earlier decision that this one replaces. */
  before: OwnerSet | null
}

/** What was decided, or lifted (phd.cam-set/1). */
export function setChangeView(change: SetChange, io: Pick<Io, 'prose'>): Rendering {
  const { status, partner, decided, lifted } = change
  const { owner, reason, until } = decided
  return {
    table: () => io.prose(`${setChangeLines(change).map(safeText).join('\n')}\n`),
    json: () => setChangeJson(change),
    ndjson: () => [setChangeJson(change)],
    csv: () =>
      csvForPeople([
        ['status', 'id', 'name', 'owner', 'owner_id', 'reason', 'until'],
        [status, partner.id, partner.name, owner.name, owner.userId, lifted ?? reason, until ?? ''],
      ]),
  }
}

function setChangeJson({ status, partner: { id, name }, decided, lifted, byTable, before }: SetChange) {
  return {
    schema: 'phd.cam-set/1',
    status,
    action: lifted === null ? 'set' : 'lift',
    partner: { id, name },
    owner: decided.owner,
    reason: lifted ?? decided.reason,
    until: decided.until,
    byTable,
    replaces: before && { owner: before.owner, entry: before.entry },
  }
}

function setChangeLines({ status, partner: { id, name }, decided, lifted, byTable, before }: SetChange): string[] {
  const { owner, reason, until } = decided
  const would = status === 'dry_run' ? 'would be ' : ''
  const term = until === null ? 'until lifted' : `through ${until}`
  return [
    lifted === null
      ? `${would}set: ${name} (${id}) belongs to ${owner.name} ${term}`
      : `${would}lifted: the decision for ${owner.name}; ${name} (${id}) follows the tables again`,
    `  reason: ${lifted ?? reason}`,
    `  by the tables: ${byTable}`,
    ...(before && lifted === null
      ? [`  replaces the decision of ${before.actor} for ${before.owner.name} (audit entry ${before.entry})`]
      : []),
    `next: phd cam plan --only ${id} --out plan.json`,
  ]
}

/** Every decision that was not lifted (phd.cam-sets/1). */
export function setsView(sets: readonly ListedSet[], io: Pick<Io, 'columns'>): Rendering {
  return {
    table: () => setsTable(sets, io.columns),
    json: () => ({ schema: 'phd.cam-sets/1', sets: sets.map(setJson) }),
    ndjson: () => sets.map((set) => ({ schema: 'phd.cam-set-entry/1', ...setJson(set) })),
    csv: () => setsCsv(sets),
  }
}

function setJson({ partner, owner, reason, until, actor, at, entry, inForce }: ListedSet) {
  return { partner, owner, reason, until, by: actor, at, entry, inForce }
}

function setsTable(sets: readonly ListedSet[], columns: number): string {
  if (sets.length === 0) return 'no decisions; every account follows the tables\n'
  const cells = sets.map(({ partner, owner, until, actor, at, reason, inForce }) => [
    partner.name,
    partner.id,
    owner.name,
    until === null ? 'lifted' : `${until}${inForce ? '' : ' (over)'}`,
    actor,
    at.slice(0, 10),
    reason,
  ])
  return table(['PARTNER', 'ID', 'OWNER', 'UNTIL', 'BY', 'ON', 'REASON'], cells, columns)
}

function setsCsv(sets: readonly ListedSet[]): string {
  return csvForPeople([
    ['id', 'name', 'owner', 'owner_id', 'until', 'in_force', 'by', 'on', 'reason'],
    ...sets.map(({ partner, owner, until, inForce, actor, at, reason }) => [
      partner.id,
      partner.name,
      owner.name,
      owner.userId,
      until ?? '',
      String(inForce),
      actor,
      at,
      reason,
    ]),
  ])
}
