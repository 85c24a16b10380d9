import { failure, type PhdError, usageError } from '../../../errors.ts'
import { type Opportunity, opportunities } from '../../../records/kinds/opportunities.ts'
import { foldName } from '../../../records/name.ts'
import { readSalesforceId } from '../../../records/salesforce-id.ts'
import type { RecordReader, Stored } from '../../../store/store.ts'

/**
 * The opportunity with an id (15 or 18 characters) or a name (case, accents, spaces and punctuation apart). Throws
 * `opportunity_not_found`, also where several have the name.
 */
export async function findOpportunity(store: RecordReader, typed: string): Promise<Stored<Opportunity>> {
  const text = typed.trim()
  if (text === '')
    throw usageError('the opportunity needs an id or a name', 'copy the id from the address of its page in Salesforce')
  if (/^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(text)) return withId(store, text)
  const { folded } = foldName(text)
  const versions: number[] = []
  const note = (version: number, name: string | null): void => {
    if (foldName(name ?? '').folded === folded) versions.push(version)
  }
  await store.eachRowName(opportunities, note, { name: 'name', id: 'id' })
  const found = [...(await store.recordsOfVersions(opportunities, versions)).values()]
  const [one, another] = found
  if (one && !another) return one
  if (!one) throw notFound(`no opportunity named "${text}"`, await howToGetIt(store))
  throw severalNamed(text, found)
}

async function withId(store: RecordReader, typed: string): Promise<Stored<Opportunity>> {
  const reading = readSalesforceId(typed, '006')
  if (!reading.ok) {
    throw notFound(`${typed} is not an opportunity id: its check characters are wrong`, 'copy the id again; capitals count')
  }
  const found = await store.recordWithKey(opportunities, reading.id)
  if (found) return found
  throw notFound(`no opportunity has the id ${reading.id}`, await howToGetIt(store))
}

function severalNamed(name: string, found: readonly Stored<Opportunity>[]): PhdError {
  const ids = found.map(({ record }) => record.id ?? '')
  return failure(
    'opportunity_not_found',
    `"${name}" matches ${found.length} opportunities`,
    `use the id of one: ${ids.join(', ')}`,
    {
      opportunities: found.map(({ record: { id, name: own, customer } }) => ({ id, name: own, customer })),
    },
  )
}

async function howToGetIt(store: RecordReader): Promise<string> {
  const isThere = await store.wasImported(opportunities)
  return `import ${isThere ? 'a newer' : 'an'} export of opportunities: phd import <opportunities.csv>`
}

function notFound(message: string, hint: string): PhdError {
  return failure('opportunity_not_found', message, hint)
}
