import type { Context } from '../../app/context.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import { print } from '../../terminal/print.ts'
import { clausesOf, daysWords, type KnownPolicy, type KnownVersion } from './sentences.ts'

/** Prints one rule in words (phd.policy/1); `version` is null if there is none for the day. */
export function printPolicy(
  { io, format }: Pick<Context, 'io' | 'format'>,
  { id, title, background }: KnownPolicy,
  version: KnownVersion | null,
  day: string,
): void {
  const clauses = version ? clausesOf(version) : []
  const json = () => ({
    schema: 'phd.policy/1',
    rule: id,
    day,
    version: version?.version ?? null,
    from: version?.from ?? null,
    to: version?.to ?? null,
    about: version?.about ?? null,
    source: version?.source ?? null,
    clauses,
    background,
  })
  print(io, format, {
    table: () => {
      if (!version) return `no rule for ${title} on ${day}\n`
      const lines = [
        io.style('bold', `${title}, version ${version.version}, in force on ${day} (${daysWords(version)})`),
        `  ${version.about}`,
        io.style('dim', `  from: ${version.source}`),
        '',
        ...clauses.flatMap(({ text, handbook }) => [
          `- ${text}`,
          ...(handbook ? [io.style('dim', `  handbook: ${handbook.page}, "${handbook.section}"`)] : []),
        ]),
      ]
      if (background.length > 0) lines.push('', io.style('bold', 'Also known, not decisive'))
      for (const { version: name, known, source, rule } of background) {
        lines.push(`- ${name} (${known}): ${rule.join(' ')}`, io.style('dim', `  from: ${source}`))
      }
      return io.prose(`${lines.join('\n')}\n`)
    },
    json,
    ndjson: () => [json()],
    csv: () =>
      csvForPeople([
        ['rule', 'version', 'clause', 'page', 'section'],
        ...clauses.map(({ text, handbook }) => [id, version?.version ?? '', text, handbook?.page ?? '', handbook?.section ?? '']),
      ]),
  })
}
