/** Prints that a contract was noted, or that the note was withdrawn. */

import type { Partner } from '../../partners/partner.ts'
import type { NotedContract } from '../../rules/checks.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { safeText } from '../../terminal/safe-text.ts'

interface ContractResult {
  status: 'noted' | 'withdrawn' | 'dry_run'
  partner: Partner
  /** What is noted now; the entry is null in a dry run. */
  contract: (Omit<NotedContract, 'entry'> & { entry: number | null }) | null
  /** What was noted before. */
  before: NotedContract | null
}

/** Prints it (phd.contract/1). */
export function contractView(result: ContractResult, io: Io): Rendering {
  const { status, partner, contract, before } = result
  const json = () => ({ schema: 'phd.contract/1', status, partner: { id: partner.id, name: partner.name }, contract, before })
  return {
    table: () => io.prose(`${safeText(sentence(result))}\n`),
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['partner_id', 'partner', 'status', 'date', 'where', 'noted_by', 'noted_at', 'entry'],
        [
          partner.id,
          partner.name,
          status,
          contract?.date ?? '',
          contract?.where ?? '',
          contract?.by ?? '',
          contract?.at ?? '',
          String(contract?.entry ?? ''),
        ],
      ]),
  }
}

function sentence({ status, partner, contract, before }: ContractResult): string {
  const would = status === 'dry_run' ? 'dry run, nothing was recorded: ' : ''
  if (!contract) return `${would}the contract of ${partner.name} noted by ${before?.by} no longer counts`
  const replaced = before ? `; it replaces the one of ${before.date}, noted by ${before.by}` : ''
  return `${would}${partner.name} has a contract of ${contract.date} (${contract.where}), seen by ${contract.by}${replaced}`
}

/** What a person noted about a contract, in a line. */
export function contractLine({ date, where, by, at, entry }: NotedContract): string {
  return `Contract: ${date} (${where}), noted by ${by} on ${at.slice(0, 10)}, audit entry ${entry}`
}
