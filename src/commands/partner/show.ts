import { choosePartner } from '../../app/choose-partner.ts'
import type { CommonFlags, Context } from '../../app/context.ts'
import { ExitCode } from '../../errors.ts'
import { dashboardView } from '../../partners/dashboard.ts'
import { gatherOne, rowsOf } from '../../partners/gather.ts'
import type { Partner } from '../../partners/partner.ts'
import type { Resolved } from '../../partners/resolve.ts'
import { CAM_ACTION, ownerSets } from '../../plans/entries.ts'
import type { Kind } from '../../records/kind.ts'
import { certifications } from '../../records/kinds/certifications.ts'
import { dealRegistrations } from '../../records/kinds/deal-registrations.ts'
import { invoices } from '../../records/kinds/invoices.ts'
import { leads } from '../../records/kinds/leads.ts'
import { nfrLicenses } from '../../records/kinds/licenses/nfr-licenses.ts'
import { pspEligibility } from '../../records/kinds/psp-eligibility.ts'
import { rebateExceptions } from '../../records/kinds/rebate-exceptions.ts'
import { vouchers } from '../../records/kinds/vouchers.ts'
import { requestsOf } from '../../requests/request.ts'
import type { RecordReader } from '../../store/store.ts'
import { print } from '../../terminal/print.ts'
import { notedOf } from './contract.ts'
import { type PartnerCard, partnerView } from './partner-view.ts'

export interface ShowFlags extends CommonFlags {
  history?: boolean
}

/** Shows what is known of a partner; `--history`: how it came to be. Throws what choosing a partner throws. */
export async function runShow(context: Context, { history }: ShowFlags, [subject]: string[]): Promise<ExitCode> {
  const store = await context.openStore('read')
  try {
    const { partner: found, by } = await choosePartner(context, store, subject)
    if (history) {
      const { partnerHistory } = await import('../../partners/history.ts')
      const { historyView } = await import('./history-view.ts')
      print(
        context.io,
        context.format,
        historyView(found, await partnerHistory(store, found), await store.prunedHistory(), context.io),
      )
      return ExitCode.yes
    }
    print(context.io, context.format, partnerView(await readCard(store, found, by), context.now, context.io))
    return ExitCode.yes
  } finally {
    await store.close()
  }
}

/** Further rows of a partner, which commands of their own are about. */
const OTHER_KINDS: readonly Kind[] = [
  ...[dealRegistrations, nfrLicenses, leads, invoices],
  ...[certifications, vouchers, pspEligibility, rebateExceptions],
]

/** All that is known about a partner. */
async function readCard(store: RecordReader, partner: Partner, by: Resolved['by']): Promise<PartnerCard> {
  const { id } = partner
  const [data, aliases, asked, owned, contract] = await Promise.all([
    gatherOne(store, partner, { holding: {}, lines: false, kinds: OTHER_KINDS }),
    store.aliases(),
    store.requestEntries({ partnerIds: [id] }),
    store.entriesOf([CAM_ACTION.set, CAM_ACTION.lifted], { partnerId: id }),
    notedOf(store, id),
  ])
  return {
    partner,
    by,
    aliases: aliases.filter(({ accountId }) => accountId === id),
    dashboard: dashboardView(data).rows,
    people: data.people,
    others: OTHER_KINDS.map((kind) => ({ kind, rows: rowsOf(data, kind).own })),
    candidates: [...data.unsureDashboard, ...data.unsurePeople],
    requests: requestsOf(asked).filter((request) => request.partner?.id === id),
    contract,
    ownerSet: ownerSets(owned).get(id) ?? null,
  }
}
