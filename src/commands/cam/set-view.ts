/** Prints the decisions of people that override the tables. */

import type { Context } from '../../app/context.ts'
import type { Partner } from '../../partners/partner.ts'
import type { OwnerSet } from '../../rules/cam-change.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { table } from '../../terminal/table.ts'

type Printing = Pick<Context, 'io' | 'format'>

/** A decision as it is told: of which account, and whether it holds today. */
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
  /** What the tables say of the account. */
  byTable: string
  /** An earlier decision that this one replaces. */
  before: OwnerSet | null
}

/** Prints what was decided, or lifted (phd.cam-set/1). */
export function printSetChange({ io, format }: Printing, { status, partner, decided, lifted, byTable, before }: SetChange): void {
  const { id, name } = partner
  const { owner, reason, until } = decided
  const json = () => ({
    schema: 'phd.cam-set/1',
    status,
    action: lifted === null ? 'set' : 'lift',
    partner: { id, name },
    owner,
    reason: lifted ?? reason,
    until,
    byTable,
    replaces: before && { owner: before.owner, entry: before.entry },
  })
  print(io, format, {
    table: () => {
      const would = status === 'dry_run' ? 'would be ' : ''
      const what =
        lifted === null
          ? `${would}set: ${name} (${id}) belongs to ${owner.name}${until === null ? ' until that is lifted' : `, ${until} being the last day`}`
          : `${would}lifted: ${name} (${id}) goes by the tables again, and no more to ${owner.name}`
      const lines = [
        what,
        `  reason: ${lifted ?? reason}`,
        `  by the tables: ${byTable}`,
        ...(before && lifted === null
          ? [`  replaces the decision of ${before.actor} for ${before.owner.name} (audit entry ${before.entry})`]
          : []),
        `next: phd cam plan --only ${id} --out plan.json`,
      ]
      return io.prose(`${lines.map(safeText).join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['status', 'id', 'name', 'owner', 'owner_id', 'reason', 'until'],
        [status, id, name, owner.name, owner.userId, lifted ?? reason, until ?? ''],
      ]),
  })
}

/** Prints every decision that was not lifted (phd.cam-sets/1). */
export function printSets({ io, format }: Printing, sets: readonly ListedSet[]): void {
  const json = ({ partner, owner, reason, until, actor, at, entry, inForce }: ListedSet) => ({
    partner,
    owner,
    reason,
    until,
    by: actor,
    at,
    entry,
    inForce,
  })
  print(io, format, {
    table: () =>
      sets.length === 0
        ? 'no account goes by a decision of a person; every one goes by the tables\n'
        : table(
            ['PARTNER', 'ID', 'OWNER', 'UNTIL', 'BY', 'ON', 'REASON'],
            sets.map(({ partner, owner, until, actor, at, reason, inForce }) => [
              partner.name,
              partner.id,
              owner.name,
              until === null ? 'it is lifted' : `${until}${inForce ? '' : ' (over)'}`,
              actor,
              at.slice(0, 10),
              reason,
            ]),
            io.columns,
          ),
    json: () => ({ schema: 'phd.cam-sets/1', sets: sets.map(json) }),
    ndjson: () => sets.map((set) => ({ schema: 'phd.cam-set-entry/1', ...json(set) })),
    csv: () =>
      csvForPeople([
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
      ]),
  })
}
