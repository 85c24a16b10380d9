import type { ApprovedLicence } from '../partners/nfr-evidence.ts'
import type { NfrPolicy } from '../rules/nfr.ts'
import type { DeskRequest } from './request.ts'

/** The licences that were approved: they count as held until a list has them. */
export function approvedLicences(requests: readonly DeskRequest[], { types }: Pick<NfrPolicy, 'types'>): ApprovedLicence[] {
  return requests.flatMap(({ id, question, partner, ask, state, ruling }) => {
    if (question !== 'nfr' || state !== 'approved' || !partner || !ask || !ruling?.term) return []
    const { start, end, addOn } = ruling.term
    return [
      {
        partnerId: partner.id,
        licence: {
          type: ask.type,
          typeName: types.find((type) => type.id === ask.type)?.name ?? ask.type,
          users: ask.users,
          start,
          end,
          addOn,
          source: null,
          approvedAs: id,
          uncertain: null,
        },
      },
    ]
  })
}
