/** The checklist of a load: what to do before, with which command to load, what else the change does, and what to do after. */

import type { Ready } from '../../../plans/check-plan.ts'
import type { Plan } from '../../../plans/plan.ts'
import type { CamPolicy } from '../../../rules/cam/types.ts'
import { plural } from '../../../terminal/plural.ts'
import { safeText } from '../../../terminal/safe-text.ts'
import { CONSEQUENCES } from '../sentences.ts'
import { LOAD_COMMAND, LOADER_FILE, MAP_FILE, RETRY_FILE, ROLLBACK_FILE } from './files.ts'

/** The checklist that goes with the files of an export, line by line. */
export function* checklist(
  plan: Pick<Plan, 'id' | 'madeAt' | 'madeBy'>,
  ready: readonly Ready[],
  { policy, field, planFile }: { policy: CamPolicy; field: string | null; planFile: string },
): Generator<string> {
  const { change, territories } = policy.handbook
  const before = [
    `Owner changes of plan ${plan.id}, made ${plan.madeAt} by ${plan.madeBy}: ${plural(ready.length, 'account')}`,
    '',
    'BEFORE',
    `[ ] Read ${LOADER_FILE} and the list below; show the plan to the channel director (phd cam show ${planFile} --html plan.html).`,
    `[ ] "Public Sector Partner" must be No on each account, unless it is US PubSec; phd compared it with the records it has (${change.page}, "${change.section}").`,
    `[ ] Keep ${ROLLBACK_FILE}: loaded the same way, it restores the owners.`,
    '',
    'LOAD, in one of these ways',
    `[ ] Salesforce command line, in this folder (lines end with LF, as the command says):`,
    `    ${LOAD_COMMAND}`,
    '    then fetch the results: sf data bulk results --job-id <job id> --target-org <your org>',
    `[ ] Data Loader: Update, object Account, file ${LOADER_FILE}, map ${MAP_FILE}; settings: "Use Bulk API", read and write as UTF-8, and not "Insert null values".`,
    `[ ] By hand, account by account: "Change Account Owner"; the handbook says not to change any check box.`,
    '',
    'WHAT ELSE THE CHANGE DOES',
    ...CONSEQUENCES.map((each) => `- ${each}`),
    '',
    `CONTRACTED TERRITORIES (${territories.page}, "${territories.section}": update them with the owner)`,
    field === null
      ? '[ ] They are not in the file. Set them on each account as listed below. (With the API name of the field in the settings, phd also writes them.)'
      : `[ ] They are in the file, as ${field}; ${ROLLBACK_FILE} has the former ones, #N/A for blank ones (the Bulk API then clears the field).`,
    '',
  ]
  for (const line of before) yield `${line}\n`
  for (const change of ready) yield `${itemOf(change).map(safeText).join('\n')}\n`
  const after = [
    '',
    'AFTER',
    `[ ] phd cam reconcile <success file> <error file>   what was done, what failed and why; writes ${RETRY_FILE}`,
    '[ ] export the accounts again: phd import <accounts.csv>, then phd cam verify',
  ]
  for (const line of after) yield `${line}\n`
}

/** What is done at one account. */
function itemOf({ entry, from, to }: Ready): string[] {
  const { subject, via, contractedTerritoriesNow, contractedTerritories } = entry
  return [
    `[ ] ${subject.id}  ${subject.name}`,
    `      owner: ${from.name ?? 'name unknown'} (${from.userId}) -> ${to.name} (${to.userId}), by ${via?.rule ?? ''}`,
    `      Contracted Territories: ${contractedTerritoriesNow?.trim() || 'blank'} -> ${contractedTerritories.join('; ') || 'no territory in the tables: as the contract says'}`,
  ]
}
