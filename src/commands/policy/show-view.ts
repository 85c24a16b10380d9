import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { clausesOf, daysWords, type KnownPolicy, type KnownVersion } from './sentences.ts'

/** One rule in words (phd.policy/1); `version` is null if there is none for the day. */
export function policyView(
  { id, title, background }: KnownPolicy,
  version: KnownVersion | null,
  day: string,
  io: Pick<Io, 'prose' | 'style'>,
): Rendering {
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
  return {
    table: () => {
      const lines = version
        ? [
            io.style('bold', `${title}, version ${version.version}, in force on ${day} (${daysWords(version)})`),
            `  ${version.about}`,
            io.style('dim', `  from: ${version.source}`),
            '',
            ...clauses.flatMap(({ text, handbook }) => [
              `- ${text}`,
              ...(handbook ? [io.style('dim', `  handbook: ${handbook.page}, "${handbook.section}"`)] : []),
            ]),
          ]
        : [`no rule for ${title} on ${day}`]
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
  }
}
