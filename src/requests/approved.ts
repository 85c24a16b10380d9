import type { ApprovedLicense } from '../partners/nfr-evidence.ts'
import type { NfrPolicy } from '../rules/nfr-types.ts'
import type { RecordReader } from '../store/store.ts'
import { type DeskRequest, eachRequest } from './request.ts'

type Policy = Pick<NfrPolicy, 'types'>

/**
 * The licenses that were approved, in the order of their approvals: they count as held until a list has them. A request that is
 * judged again must not count against itself.
 */
export function approvedLicenses(
  requests: readonly DeskRequest[],
  policy: Policy,
  except: number | null = null,
): ApprovedLicense[] {
  return inOrder(approvals(requests, policy, except))
}

/** The same of all requests on record. */
export async function approvedOnRecord(store: Pick<RecordReader, 'requestBatches'>, policy: Policy): Promise<ApprovedLicense[]> {
  const all: Approval[] = []
  for await (const some of eachRequest(store)) all.push(...approvals(some, policy, null))
  return inOrder(all)
}

/** An approved license, and the entry that approved it. */
interface Approval {
  entry: number
  approved: ApprovedLicense
}

function approvals(requests: readonly DeskRequest[], { types }: Policy, except: number | null): Approval[] {
  return requests.flatMap((request) => {
    const { id, question, partner, state, ruling } = request
    if (id === except || question !== 'nfr' || state !== 'approved' || !partner || !ruling?.term || !ruling.ask) return []
    const { term, ask, listedThen, override, exception } = ruling
    const typeName = types.find((type) => type.id === ask.type)?.name ?? ask.type
    const license = { type: ask.type, typeName, users: ask.users, ...term, source: null, approvedAs: id, uncertain: null }
    const mark = override ? ('OVERRIDE' as const) : exception ? ('exception' as const) : null
    return [{ entry: ruling.entry, approved: { partnerId: partner.id, license, listedThen, mark } }]
  })
}

function inOrder(approvals: Approval[]): ApprovedLicense[] {
  return approvals.sort((a, b) => a.entry - b.entry).map(({ approved }) => approved)
}
