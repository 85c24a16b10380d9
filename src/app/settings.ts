import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { usageError } from '../errors.ts'
import { DATE_ORDERS } from '../records/date-order.ts'
import { kinds } from '../records/kinds.ts'
import { FORMATS } from '../terminal/print.ts'

const dateOrder = v.picklist(DATE_ORDERS)

const schema = v.strictObject({
  db: v.optional(v.string()),
  format: v.optional(v.picklist(FORMATS)),
  maxAge: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  wait: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  noInput: v.optional(v.boolean()),
  zone: v.optional(v.string()),
  region: v.optional(v.string()),
  dateOrder: v.optional(
    v.union([dateOrder, v.strictObject(Object.fromEntries(kinds.map(({ kind }) => [kind, v.optional(dateOrder)])))]),
  ),
  encodings: v.optional(v.record(v.string(), v.string())),
  contractedTerritories: v.optional(
    v.strictObject({
      field: v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,79}$/, 'not the API name of a field')),
      values: v.optional(v.record(v.string(), v.pipe(v.string(), v.trim(), v.minLength(1)))),
    }),
  ),
})

export type Settings = v.InferOutput<typeof schema>

/** Reads the settings in `config.json`. Throws usage errors that name the file and the setting. */
export function readConfig(path: string): Settings {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw usageError(`${path} cannot be read: ${(error as Error).message}`, 'correct the file or move it away')
  }
  const checked = v.safeParse(schema, content)
  if (checked.success) return checked.output
  const [issue] = checked.issues
  throw usageError(
    `${path}, at "${v.getDotPath(issue) ?? ''}": ${issue.message}`,
    'the settings are db, format, maxAge, wait, noInput, zone, region, dateOrder (mdy or dmy, or an object with one for each kind), encodings and contractedTerritories',
  )
}
