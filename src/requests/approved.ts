import type { ApprovedLicense } from '../partners/nfr-evidence.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { DeskRequest } from './request.ts'

/**
 * The licenses that were approved, in the order of their approvals: they count as held until a list has them. A request that is
 * judged again must not count against itself.
 */
export function approvedLicenses(
  requests: readonly DeskRequest[],
  { types }: Pick<NfrPolicy, 'types'>,
  except: number | null = null,
): ApprovedLicense[] {
  const approved = requests.flatMap((request) => {
    const { id, question, partner, state, ruling } = request
    if (id === except || question !== 'nfr' || state !== 'approved' || !partner || !ruling?.term || !ruling.ask) return []
    const { term, ask, listedThen, override, exception } = ruling
    const typeName = types.find((type) => type.id === ask.type)?.name ?? ask.type
    const license = { type: ask.type, typeName, users: ask.users, ...term, source: null, approvedAs: id, uncertain: null }
    const mark = override ? ('OVERRIDE' as const) : exception ? ('exception' as const) : null
    return [{ entry: ruling.entry, approved: { partnerId: partner.id, license, listedThen, mark } }]
  })
  return approved.sort((a, b) => a.entry - b.entry).map((each) => each.approved)
}
