import { factIfThere } from '../../../partners/facts.ts'
import { linkOf } from '../../../partners/linking/linked-names.ts'
import type { Opportunity } from '../../../records/kinds/opportunities.ts'
import type { RecordedFields } from '../../../rules/marketplace/compare.ts'
import type { Recorded } from '../../../rules/marketplace/types.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'

/** What the newest export with an opportunity says of the fields that tags fill in; an account by its id, or by the one partner its name is. */
export async function recordedFields(store: RecordReader, opportunity: Stored<Opportunity>): Promise<RecordedFields> {
  const [resalePartner, drPartner, influencePartner] = await Promise.all([
    account(store, opportunity, 'resalePartner', 'resalePartnerId'),
    account(store, opportunity, 'drPartner', 'drPartnerId'),
    account(store, opportunity, 'influencePartner', 'influencePartnerId'),
  ])
  return {
    ...{ resalePartner, drPartner, influencePartner },
    distributor: word(opportunity, 'distributor'),
    drDealType: word(opportunity, 'drDealType'),
    cppoPartner: word(opportunity, 'cppoPartner'),
    alliancePartnerOppId: word(opportunity, 'alliancePartnerOppId'),
  }
}

type Words = 'distributor' | 'drDealType' | 'cppoPartner' | 'alliancePartnerOppId'

function word(opportunity: Stored<Opportunity>, field: Words): Recorded {
  return { fact: factIfThere(opportunity, field, opportunity.record[field]), accountId: null }
}

type Names = 'resalePartner' | 'drPartner' | 'influencePartner'

async function account(
  store: RecordReader,
  opportunity: Stored<Opportunity>,
  field: Names,
  idField: `${Names}Id`,
): Promise<Recorded> {
  const { record } = opportunity
  const named = factIfThere(opportunity, field, record[field])
  const identified = factIfThere(opportunity, idField, record[idField])
  const name = named?.value ?? null
  const id = identified?.value ?? null
  const shown = name !== null || identified === null ? named : identified
  if (name === null && id === null) return { fact: shown, accountId: null }
  const link = await linkOf(store, { name, accountId: id })
  // The id of the row decides, also where no account with it was imported, unless the name beside it is another account's.
  const own = link.partner === null && link.why === 'contradicts_its_id' ? null : id
  return { fact: shown, accountId: id === null ? (link.partner?.id ?? null) : own }
}
