import { refusal } from '../errors.ts'
import { differInLegalForm, foldName } from '../records/name.ts'

/**
 * Keeps the rows of one account, named in full. A file of several accounts needs one to be named: a report must not show one
 * partner's people to another. `account` on a row is null where the file has no column for it.
 * Throws the refusals `several_accounts` and `account_not_in_file`.
 */
export function rowsOfAccount<Row extends { account: string | null }>(
  path: string,
  rows: readonly Row[],
  account: string | undefined,
): readonly Row[] {
  const keyOf = (name: string): string => foldName(name).folded
  const names = new Map(rows.flatMap((row) => (row.account === null ? [] : [[keyOf(row.account), row.account] as const])))
  if (account === undefined) {
    if (names.size <= 1) return rows
    const hint = 'name the one the report is for: phd cert-report <account> --from <export>'
    throw refusal('several_accounts', `${path} holds people of ${names.size} accounts`, hint, { accounts: names.size })
  }
  if (names.size === 0) {
    const message = `${path} does not say whose people it holds, so "${account}" cannot be found in it`
    throw refusal('account_not_in_file', message, 'leave out the account, if you know whose export it is')
  }
  const wanted = keyOf(account)
  if (names.has(wanted)) return rows.filter((row) => keyOf(row.account ?? '') === wanted)
  const core = foldName(account).core
  const near = [...names.values()].filter((name) => foldName(name).core === core)
  const found = near.length > 0 ? `; it has ${near.map((name) => `"${name}"`).join(', ')}` : ''
  throw refusal('account_not_in_file', `"${account}" is no account in ${path}${found}`, 'write the name as the export has it')
}

/**
 * Keeps the rows that certainly are a partner's: by its id, by its full name or by an alias (`aliases` leads from the folded alias to
 * the account id). Only where there are none, rows of its name without a legal form are taken. Gives the other spellings that were
 * left out: what goes to a partner must not show another's people.
 */
export function rowsOfPartner<Row extends { record: { accountId: string | null; accountName: string | null } }>(
  partner: { id: string; name: string },
  aliases: ReadonlyMap<string, string>,
  rows: readonly Row[],
): { rows: readonly Row[]; leftOut: string[] } {
  const own = foldName(partner.name)
  const certain = rows.filter(({ record: { accountId, accountName } }) => {
    const { folded } = foldName(accountName ?? '')
    return accountId !== null || folded === own.folded || aliases.get(folded) === partner.id
  })
  const kept =
    certain.length > 0 ? certain : rows.filter(({ record }) => !differInLegalForm(own, foldName(record.accountName ?? '')))
  const isKept = new Set(kept)
  const leftOut = rows.filter((row) => !isKept.has(row)).map(({ record }) => record.accountName ?? '')
  return { rows: kept, leftOut: [...new Set(leftOut)] }
}
