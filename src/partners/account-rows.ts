import { failure } from '../errors.ts'
import { differInLegalForm, type FoldedName, foldName } from '../records/name.ts'
import { readSalesforceId } from '../records/salesforce-id.ts'

/** A row of a file: the account it names, and its id where the file has it. */
interface AccountRow {
  account: string | null
  accountId: string | null
}

/**
 * Keeps the rows of one account, named in full or by its id. For a file of several accounts one must be named: a report must not
 * show one partner's people to another. `account` on a row is null where the file has no column for it. Throws the refusals
 * `several_accounts`, `account_not_in_file` and `id_contradicts_name`.
 */
export function rowsOfAccount<Row extends AccountRow>(
  path: string,
  rows: readonly Row[],
  account: string | undefined,
): readonly Row[] {
  const keyOf = (name: string | null): string => foldName(name ?? '').folded
  const idsOf = new Map<string, Set<string>>()
  for (const { account: name, accountId } of rows) {
    if (accountId !== null) idsOf.set(keyOf(name), (idsOf.get(keyOf(name)) ?? new Set()).add(accountId))
  }
  // A row without an id belongs to the account that its name has elsewhere in the file, if that is one account.
  const ownerOf = (row: Row): string | null => {
    const [only, ...others] = row.accountId === null ? [...(idsOf.get(keyOf(row.account)) ?? [])] : [row.accountId]
    if (only !== undefined && others.length === 0) return only
    return row.account === null ? null : keyOf(row.account)
  }
  refuseContradictions(path, rows)
  if (account === undefined) {
    const owners = new Set(rows.flatMap((row) => ownerOf(row) ?? []))
    if (owners.size <= 1) return rows
    throw failure('several_accounts', `${path} holds people of ${owners.size} accounts`, { path }, { accounts: owners.size })
  }
  if (rows.every((row) => row.account === null && row.accountId === null)) {
    const message = `${path} does not name the accounts of its people, so "${account}" cannot be found in it`
    throw failure('account_not_in_file', message, 'run it without the account, if you know which one the export is for')
  }
  const id = readSalesforceId(account, '001')
  if (id.ok && rows.some(({ accountId }) => accountId === id.id)) return rows.filter((row) => ownerOf(row) === id.id)
  const wanted = keyOf(account)
  const named = rows.filter((row) => keyOf(row.account) === wanted)
  const ids = new Set(named.flatMap(({ accountId }) => accountId ?? []))
  if (ids.size > 1) {
    const message = `"${account}" is the name of ${ids.size} accounts in ${path}: ${[...ids].join(', ')}`
    throw failure('several_accounts', message, 'use the id of the account', { accounts: ids.size })
  }
  const [own] = ids
  if (named.length > 0) return rows.filter((row) => keyOf(row.account) === wanted || (own !== undefined && row.accountId === own))
  const core = foldName(account).core
  const near = [...new Set(rows.map((row) => row.account ?? ''))].filter((name) => foldName(name).core === core)
  const found = near.length > 0 ? `; it has ${near.map((name) => `"${name}"`).join(', ')}` : ''
  throw failure('account_not_in_file', `no account "${account}" in ${path}${found}`, 'write the name as the export has it')
}

/** An id beside two names that are not one company's: some of its rows are another company's, and it is not known which. */
function refuseContradictions(path: string, rows: readonly AccountRow[]): void {
  const namesOf = new Map<string, Map<string, FoldedName>>()
  for (const { account, accountId } of rows) {
    if (accountId === null || !account?.trim()) continue
    const names = namesOf.get(accountId) ?? new Map<string, FoldedName>()
    namesOf.set(accountId, names)
    if (names.has(account)) continue
    const forms = foldName(account)
    const other = [...names].find(([, known]) => !isOneCompany(known, forms))?.[0]
    names.set(account, forms)
    if (other === undefined) continue
    const message = `${path} has the id ${accountId} beside "${other}" and beside "${account}", which are not one company's names`
    throw failure('id_contradicts_name', message, 'have the export corrected, or make the report from the database', {
      accountId,
    })
  }
}

function isOneCompany(a: FoldedName, b: FoldedName): boolean {
  return a.folded === b.folded || (a.core === b.core && !differInLegalForm(a, b))
}
