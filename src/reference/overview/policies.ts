/** Every rule that is dated, with all its versions. */

import { readDealPolicyFile } from '../deals.ts'
import { readEvaluationPolicyFile, readLeadPolicyFile } from '../leads.ts'
import { readMarketplace } from '../marketplace.ts'
import { readPspPolicyFile } from '../programs/psp.ts'
import { readProofPolicyFile } from '../proofs.ts'
import { readPriceFilePolicies, readRebatePolicies } from '../quarter-work.ts'
import {
  readAuthorizedPolicyFile,
  readCamPolicyFile,
  readDistributionPolicyFile,
  readLoaPolicyFile,
  readMailPolicyFile,
  readNfrPolicyFile,
} from '../reference.ts'
import { readSourcePolicies } from '../sources.ts'

/** The rules by the name that people ask for. Throws the refusal `bad_reference_data`. */
export function readPolicies() {
  const { versions: deals, background: dealBackground } = readDealPolicyFile()
  return [
    { id: 'authorized', title: 'authorized partners', ...readAuthorizedPolicyFile() },
    { id: 'distributors', title: 'distributors', ...readDistributionPolicyFile() },
    { id: 'loa', title: 'letters of authorization', ...readLoaPolicyFile() },
    { id: 'nfr', title: 'not-for-resale licenses', ...readNfrPolicyFile() },
    { id: 'cam', title: 'channel managers', ...readCamPolicyFile() },
    { id: 'mail', title: 'mail on orders', ...readMailPolicyFile() },
    { id: 'leads', title: 'shared leads', ...readLeadPolicyFile() },
    { id: 'evaluations', title: 'evaluation licenses', ...readEvaluationPolicyFile() },
    { id: 'proof', title: 'proofs of execution', ...readProofPolicyFile() },
    { id: 'deals', title: 'deal registrations', versions: deals, background: dealBackground },
    { id: 'sources', title: 'the source of opportunities', versions: readSourcePolicies(), background: [] },
    { id: 'marketplace', title: 'marketplace deals', versions: readMarketplace(), background: [] },
    { id: 'price-files', title: 'price files', versions: readPriceFilePolicies(), background: [] },
    { id: 'rebates', title: 'rebates', versions: readRebatePolicies(), background: [] },
    { id: 'psp', title: 'designated Professional Services Partners', ...readPspPolicyFile() },
  ]
}
