import { camDesk, openForCam } from '../../app/channel-managers.ts'
import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode, highestCode, PhdError, usageError } from '../../errors.ts'
import { isPartner, type Partner, toPartner } from '../../partners/partner.ts'
import { noAccounts } from '../../partners/resolve.ts'
import { accounts } from '../../records/kinds/accounts.ts'
import { opportunities } from '../../records/kinds/opportunities.ts'
import { readSalesforceId } from '../../records/salesforce-id.ts'
import type { Finding } from '../../rules/cam-change.ts'
import type { RecordReader } from '../../store/store.ts'
import { type OwnerAnswer, printOwner, printOwners } from './owner-view.ts'

export interface OwnerFlags extends CommonFlags {
  all?: boolean
}

/** What a finding ends with: right, to be changed, or for a person to look at. */
export function exitOf({ ownership, change, blocked }: Finding): ExitCode {
  if (ownership.decision !== 'assigned' || blocked) return ExitCode.cannotTell
  return change ? ExitCode.no : ExitCode.yes
}

/** Says who should own an account, or is the channel manager of an opportunity, and whether the record has it so. */
export async function runOwner(context: Context, { all }: OwnerFlags, subject: string | undefined): Promise<ExitCode> {
  if (all && subject !== undefined) throw usageError('name one account or opportunity, or say --all', 'see: phd cam owner --help')
  const store = await openForCam(context, 'read')
  try {
    const { ownerships, policy } = await camDesk(context, store)
    const frame = { policy, evaluatedAt: context.now, asOf: context.asOf }
    if (all) {
      const answers = (await partnersInOrder(store)).map((partner): OwnerAnswer => {
        return { ...frame, subject: { kind: 'account', partner, by: null }, finding: ownerships.account(partner).finding }
      })
      printOwners(context, answers)
      return highestCode(answers.map(({ finding }) => exitOf(finding)))
    }
    if (subject !== undefined && /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(subject.trim())) {
      const opportunity = await opportunityOf(store, subject.trim())
      const finding = await ownerships.opportunity(opportunity)
      printOwner(context, { ...frame, subject: { kind: 'opportunity', opportunity }, finding })
      return exitOf(finding)
    }
    const { partner, by } = await choosePartner(context, store, subject)
    const { finding } = ownerships.account(partner)
    printOwner(context, { ...frame, subject: { kind: 'account', partner, by }, finding })
    return exitOf(finding)
  } finally {
    store.close()
  }
}

/** Every partner, in order of name, then id. Throws `no_accounts` where there is none. */
export async function partnersInOrder(store: RecordReader): Promise<Partner[]> {
  const partners = (await store.accounts()).filter(isPartner).map(toPartner)
  if (partners.length === 0) throw await noAccounts(store)
  const forms = await store.foldedNames(accounts)
  const inOrder = partners.map((partner) => ({ partner, sort: forms.get(partner.name)?.light ?? partner.name }))
  inOrder.sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.partner.id < b.partner.id ? -1 : 1))
  return inOrder.map(({ partner }) => partner)
}

async function opportunityOf(store: RecordReader, typed: string) {
  const reading = readSalesforceId(typed, '006')
  if (!reading.ok) {
    throw new PhdError(
      'opportunity_not_found',
      ExitCode.notFound,
      `${typed} is not an opportunity id: its check characters are wrong`,
      {
        hint: 'copy the id again; capitals count',
      },
    )
  }
  const found = await store.recordWithKey(opportunities, reading.id)
  if (found) return found
  throw new PhdError('opportunity_not_found', ExitCode.notFound, `no opportunity has the id ${reading.id}`, {
    hint: 'import a newer export of opportunities: phd import <opportunities.csv>',
  })
}
