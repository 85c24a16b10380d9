import * as v from 'valibot'
import { readReference } from './data-files.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const citation = v.object({ page: text, section: text })
const help = v.object({
  topics: v.array(
    v.object({
      id: text,
      title: text,
      handbook: citation,
      steps: v.pipe(v.array(text), v.minLength(1)),
      links: v.array(v.object({ title: text, url: v.pipe(v.string(), v.url()) })),
      replies: v.pipe(v.array(v.object({ reply: text, for: v.picklist(['partner', 'channel manager']) })), v.minLength(1)),
      also: v.array(v.object({ text, command: text, handbook: citation })),
    }),
  ),
})
export type NfrHelpTopic = v.InferOutput<typeof help>['topics'][number]

/** What to tell people about their licenses, by topic (Partner Help Desk, NFRs). Throws the refusal `bad_reference_data`. */
export function readNfrHelp(): readonly NfrHelpTopic[] {
  return readReference('nfr-help.json', help).topics
}
