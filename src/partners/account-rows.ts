import { refusal } from '../errors.ts'
import { foldName } from '../records/name.ts'
import { NameIndex } from './links.ts'

/**
 * Keeps the rows of one account. A file of several accounts needs one to be named: a report must not show one partner's people
 * to another. `account` on a row is null where the file has no column for it.
 * Throws the refusals `several_accounts` and `account_not_in_file`.
 */
export function rowsOfAccount<Row extends { account: string | null }>(
  path: string,
  rows: readonly Row[],
  account: string | undefined,
): readonly Row[] {
  const names = new Map(
    rows.flatMap((row) => (row.account === null ? [] : [[foldName(row.account).light, row.account] as const])),
  )
  if (account === undefined) {
    if (names.size <= 1) return rows
    throw refusal(
      'several_accounts',
      `${path} holds people of ${names.size} accounts`,
      `name the one the report is for: phd cert-report <account> --from ${path}`,
      {
        accounts: names.size,
      },
    )
  }
  if (names.size === 0) {
    throw refusal(
      'account_not_in_file',
      `${path} does not say whose people it holds, so "${account}" cannot be found in it`,
      'leave out the account, if you know whose export it is',
    )
  }
  const match = new NameIndex(
    [...names].map(([id, name]) => ({ id, name })),
    new Map(),
  ).find(account)
  if (match.found === 'one') return rows.filter((row) => foldName(row.account ?? '').light === match.partner.id)
  const reason =
    match.found === 'several'
      ? `fits several accounts in ${path}: ${match.partners.map(({ name }) => `"${name}"`).join(', ')}`
      : `is no account in ${path}`
  throw refusal('account_not_in_file', `"${account}" ${reason}`, 'write the name as the export has it')
}
