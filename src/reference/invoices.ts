import * as v from 'valibot'
import { readReference } from './data-files.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const texts = v.pipe(v.array(text), v.minLength(1))
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const handbook = v.object({ page: text, section: text })
const guide = { title: text, steps: texts, handbook }
const guides = v.object({
  find: v.object({ steps: texts, handbook }),
  sent: v.object({ fromHours: count, toHours: count, won: texts, handbook }),
  receives: v.object({ direct: text, distributor: text, handbook }),
  billing: v.object({
    create: v.object(guide),
    entity: v.object({ ...guide, reply: text }),
    find: v.object(guide),
    none: handbook,
  }),
})
export type InvoiceGuide = v.InferOutput<typeof guides>

/** What the handbook says of partner invoices and billing accounts. Throws the refusal `bad_reference_data`. */
export function readInvoiceGuide(): InvoiceGuide {
  return readReference('invoices.json', guides)
}
