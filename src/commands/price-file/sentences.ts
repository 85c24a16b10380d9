/** What the price files of a quarter have in addition to their steps: in JSON, and in words. */

import type { QuarterStatus } from '../../decisions/quarters/status-view.ts'
import type { WrittenDraft } from '../../drafts/write.ts'
import type { DistributorAddresses } from '../../mailbox/distributor-addresses.ts'
import type { RejectedRows } from '../../partners/list-state.ts'
import type { PriceFilePolicy } from '../../reference/quarter-work.ts'
import { rejectedWords } from '../../terminal/rejected-words.ts'

interface More {
  departments: PriceFilePolicy['departments']
  addresses: readonly DistributorAddresses[]
  /** Distributors in the list that get no price file by mail: the page does not name them. */
  others: readonly string[]
  /** Rows of the list that were rejected. */
  rejected: RejectedRows | null
  drafts: readonly WrittenDraft[]
  /** Distributors without a mail, with why. */
  undrafted: readonly string[]
}

/** Whom to tag and to tell, the distributors with their addresses, and the mails that were written. */
export function moreOf({ departments, addresses, others, rejected, drafts, undrafted }: More): QuarterStatus['more'] {
  const named = (role: 'input' | 'information'): string =>
    departments
      .flatMap((each) => (each.role === role ? [each.about ? `${each.name} (${each.about})` : each.name] : []))
      .join(', ')
  const missing = addresses.filter(({ addresses: own }) => own.length === 0)
  return {
    json: {
      departments,
      distributors: addresses.map(({ name, listedName, addresses: own }) => ({ name, listedName, addresses: own })),
      notMailed: others,
      rejectedRows: rejected,
      drafts,
      undrafted,
    },
    isWhole: undrafted.length === 0,
    lines: [
      `tag: ${named('input')}`,
      `tag for information: ${named('information')}`,
      'people to tag: phd role list --role "price file"',
      'distributors:',
      ...addresses.flatMap(withAddresses),
      ...missing.map(missingAddress),
      ...(rejected ? [rejectedWords(rejected)] : []),
      ...(others.length > 0 ? [`not mailed, because the handbook does not list them here: ${others.join(', ')}`] : []),
      ...drafts.map(({ file }) => `wrote ${file}`),
      ...(drafts.length > 0 ? ['attach that distributor’s price file to each mail; never the folder or its address'] : []),
      ...undrafted.map((each) => `no draft for ${each}`),
    ],
  }
}

function withAddresses({ name, addresses }: DistributorAddresses): string[] {
  return addresses.length === 0 ? [] : [`  ${name}: ${addresses.map(({ address }) => address).join(', ')}`]
}

/** That the list of distributors has no address for one, and what to do. */
function missingAddress({ name, listedName }: DistributorAddresses): string {
  const why = listedName === null ? 'not in the list of distributors' : `the list has no address for ${listedName}`
  return `missing: the address of ${name}: ${why}; correct the list and import it`
}
