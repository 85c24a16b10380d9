import { failure } from '../../errors.ts'
import type { Kind } from '../../records/kind.ts'
import type { DeskRules, UpgradedDesk } from '../engine.ts'
import type { Connection } from './connection/connection.ts'
import { MIGRATIONS, type Migration, numberOf } from './migrations.ts'
import { giveRights, hasRoles, refuseOthers } from './roles.ts'
import { isNewer, keepRules, rulesIn } from './rules.ts'
import { deskMeta, MAKING, metaOf, newerDesk } from './schema.ts'
import { SCHEMA } from './tables.ts'
import { inTransaction, type Said } from './transaction.ts'

interface Upgrade {
  /** Host and database, safe to print. */
  place: string
  kinds: readonly Kind[]
  dryRun: boolean
  /** The rules of this program. */
  rules: DeskRules
  /** The steps that this program knows. */
  migrations?: readonly Migration[]
}

/**
 * Brings a desk to this program's schema, each step in a transaction of its own, while nobody writes; null where there is none. Two at
 * once take each step once. A dry run changes nothing. Throws `newer_database`, `access_refused`.
 */
export async function upgradeDesk(
  link: Connection,
  { place, kinds, dryRun, rules, migrations = MIGRATIONS }: Upgrade,
): Promise<UpgradedDesk | null> {
  const meta = await deskMeta(link)
  if (meta === null) return null
  const { schema: before } = meta
  const after = numberOf(migrations)
  if (before > after) throw newerDesk(place, meta, 'nothing was changed; use the phd that brought it up to date')
  await refuseOthers(
    link,
    `this login may not bring ${place} up to date`,
    'nothing was changed; its administrator can: phd desk upgrade',
  )
  refuseOlderRules(meta.said, rules, place)
  const steps = migrations.filter(({ to }) => to > before)
  if (!dryRun) for (const step of steps) await inTransaction(link, () => takeStep(link, step, kinds))
  const rulesBefore = rulesIn(meta.said)
  const isSame = rulesBefore?.mark === rules.mark && rulesBefore.phd === rules.phd
  if (!isSame && !dryRun)
    await inTransaction(link, async () => {
      await link.run(MAKING)
      await keepRules(link, rules)
    })
  const status = steps.length === 0 && isSame ? 'unchanged' : dryRun ? 'dry_run' : 'upgraded'
  return { status, before, after, steps: steps.map(({ to, what }) => ({ to, what })), ...(isSame ? {} : { rulesBefore }) }
}

/** Whoever has older rules does not take the desk back to them. Throws `newer_database`. */
function refuseOlderRules(said: Said, own: DeskRules, place: string): void {
  const desk = rulesIn(said)
  if (desk === null || !isNewer(desk.phd, own.phd)) return
  throw failure(
    'newer_database',
    `${place} decides by the rules of phd ${desk.phd}; this is ${own.phd}`,
    'nothing was changed; update phd',
  )
}

/** Takes a step, unless another program did meanwhile. */
async function takeStep(link: Connection, step: Migration, kinds: readonly Kind[]): Promise<void> {
  // Waits for those that write, and they wait for the end of the step.
  await link.run(MAKING)
  const meta = await deskMeta(link)
  if (meta === null || meta.schema >= step.to) return
  await link.run([...step.statements, `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} FROM PUBLIC`].join(';\n'))
  const said = Object.entries(metaOf(step))
  await link.change(
    `INSERT INTO meta (name, value) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [said.map(([name]) => name), said.map(([, value]) => value)],
  )
  if (await hasRoles(link)) await giveRights(link, kinds)
}
