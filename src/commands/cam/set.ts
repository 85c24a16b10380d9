import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { givenValue, neededReason, readDay } from '../../app/option-values.ts'
import { type ChannelManagers, openForCam, readChannelManagers } from '../../app/owners/channel-managers.ts'
import { ExitCode, failure, type PhdError, usageError } from '../../errors.ts'
import type { Partner } from '../../partners/partner.ts'
import { withAccounts } from '../../partners/with-accounts.ts'
import { liftedEntry, setEntry } from '../../plans/entries.ts'
import { whyOf } from '../../plans/ownership-sentences.ts'
import { readSalesforceId } from '../../records/salesforce-id.ts'
import { accountOwnership } from '../../rules/cam/account.ts'
import { assigneeOf, type KnownUsers } from '../../rules/cam/finding.ts'
import { isOn } from '../../rules/policy.ts'
import type { NewAuditEntry } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { type ListedSet, type SetChange, setChangeView, setsView } from './set-view.ts'

export interface SetFlags extends CommonFlags {
  owner?: string
  reason?: string
  until?: string
}

/** Records a person's decision that an account has an owner other than the tables say. */
export async function runSet(context: Context, flags: SetFlags, [subject]: string[]): Promise<ExitCode> {
  const named = givenValue('--owner', flags.owner)?.trim()
  if (named === undefined) throw usageError('the decision needs an owner', 'add --owner "Ann Lee", or a user id: --owner 005…')
  const reason = neededReason(flags.reason, 'the decision needs a reason', 'asked for by the channel director')
  const until = untilOf(context, flags.until)
  return decideOnSet(context, subject, (partner, { ownerships }) => {
    const decided = { owner: ownerNamed(ownerships.users, named), reason, until }
    const before = ownerships.sets.get(partner.id) ?? null
    return { entry: setEntry(partner, decided), change: { status: 'set', decided, lifted: null, before } }
  })
}

/** Records that an account follows the tables again. */
export async function runLift(context: Context, flags: SetFlags, [subject]: string[]): Promise<ExitCode> {
  const reason = neededReason(flags.reason, 'the decision needs a reason', 'asked for by the channel director')
  return decideOnSet(context, subject, (partner, { ownerships }) => {
    const decided = ownerships.sets.get(partner.id)
    if (!decided) throw failure('not_set', `${partner.name} already follows the tables; no decision to lift`, 'see: phd cam sets')
    return {
      entry: liftedEntry(partner, reason),
      change: { status: 'lifted', decided, lifted: reason, before: null },
    }
  })
}

/** What a person decides about an account: its entry in the audit, and what is printed. */
interface Decided {
  entry: NewAuditEntry
  change: Pick<SetChange, 'status' | 'decided' | 'lifted' | 'before'>
}

/** Records what a person decides about an account, unless it is a dry run, and prints it. */
async function decideOnSet(
  context: Context,
  subject: string | undefined,
  decide: (partner: Partner, managers: ChannelManagers) => Decided,
): Promise<ExitCode> {
  const store = await openForCam(context)
  try {
    const { partner } = await choosePartner(context, store, subject)
    const managers = await readChannelManagers(context, store, { setsOf: partner.id })
    const { entry, change } = decide(partner, managers)
    if (!context.dryRun) await store.record([entry])
    const status = context.dryRun ? 'dry_run' : change.status
    const shown: SetChange = { ...change, status, partner, byTable: managerByTables(managers, partner) }
    print(context.io, context.format, setChangeView(shown, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Lists the decisions that were not lifted. */
export async function runSets(context: Context): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { ownerships } = await readChannelManagers(context, store)
    const sets: ListedSet[] = []
    for await (const [[id, set], account] of withAccounts(store, ownerships.sets, ([accountId]) => accountId)) {
      const name = account?.record.name ?? 'no longer among the accounts'
      sets.push({ ...set, partner: { id, name }, inForce: isOn({ from: null, to: set.until }, context.today) })
    }
    print(context.io, context.format, setsView(sets, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

function untilOf({ today }: Pick<Context, 'today'>, stated: string | undefined): string | null {
  const day = readDay('--until', stated, '2027-01-31')
  if (day === undefined) return null
  if (day < today) throw usageError(`--until ${stated} has passed`, 'use today or a later day')
  return day
}

/** The Salesforce user with this id or full name, who must be active. */
function ownerNamed(users: KnownUsers, named: string): { name: string; userId: string } {
  const reading = /^005/.test(named) ? readSalesforceId(named, '005') : null
  if (reading && !reading.ok)
    throw notFound(`${named} is not a user id: its check characters are wrong`, 'copy the id again; capitals count')
  const { user, problem } = assigneeOf(named, reading?.ok ? reading.id : null, users)
  if (user && !problem) return { name: user.name, userId: user.id }
  const why = problem ? whyOf(problem) : `no Salesforce user named "${named}"`
  if (problem?.code === 'owner_inactive') throw failure('owner_inactive', why, 'name an active Salesforce user')
  throw notFound(
    why,
    'use the full name or the id (005…) of a Salesforce user, or import a newer export of users: phd import <users.csv>',
  )
}

function notFound(message: string, hint: string): PhdError {
  return failure('user_not_found', message, hint)
}

/** The manager of an account by the tables, or why there is none. */
function managerByTables({ ownerships, policy }: ChannelManagers, partner: Partner): string {
  const { manager, via, reasons } = accountOwnership(ownerships.facts(partner), ownerships.tables, policy)
  return manager === null ? whyOf(...reasons) : `${manager} (${via?.rule})`
}
