import { isOn } from '../../rules/policy.ts'
import { csvForPeople } from '../../terminal/csv.ts'
import type { Io } from '../../terminal/io.ts'
import type { Rendering } from '../../terminal/print.ts'
import { table } from '../../terminal/table.ts'
import { daysWords, type KnownPolicy } from './sentences.ts'

/** Every version of every rule (phd.policies/1). */
export function policiesView(policies: readonly KnownPolicy[], today: string, io: Io): Rendering {
  const rows = policies.flatMap(({ id, versions, background }) => [
    ...versions.map((version) => ({
      rule: id,
      version: version.version,
      from: version.from,
      to: version.to,
      state: isOn(version, today) ? ('in_force' as const) : ('past' as const),
      source: version.source,
    })),
    ...background.map(({ version, source }) => ({
      rule: id,
      version,
      from: null,
      to: null,
      state: 'background' as const,
      source,
    })),
  ])
  const words = { in_force: 'IN FORCE', past: 'not in force', background: 'not decisive' }
  return {
    table: () =>
      `${table(
        ['RULE', 'VERSION', 'DAYS', 'TODAY', 'SOURCE'],
        rows.map(({ rule, version, from, to, state, source }) => [
          rule,
          version,
          state === 'background' ? 'background' : daysWords({ from, to }),
          words[state],
          source,
        ]),
        io.columns,
      )}\none in words: phd policy show <rule> --at <day>\n`,
    list: { count: rows.length, one: 'version' },
    json: () => ({ schema: 'phd.policies/1', today, policies: rows }),
    ndjson: () => rows.map((row) => ({ schema: 'phd.policy-version/1', ...row })),
    csv: () =>
      csvForPeople([
        ['rule', 'version', 'from', 'to', 'state', 'source'],
        ...rows.map(({ rule, version, from, to, state, source }) => [rule, version, from ?? '', to ?? '', state, source]),
      ]),
  }
}
