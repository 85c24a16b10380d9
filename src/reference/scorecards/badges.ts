/** Badges of the certification lists, and the credential that each counts for. */

import * as v from 'valibot'
import { foldCode } from '../../records/key.ts'
import { readReference } from '../data-files.ts'

const credentials = ['sales', 'solution_architect', 'pse', 'foundations', 'technical_associate'] as const

/** What a badge counts for in the requirements. */
type Credential = (typeof credentials)[number]

const badgeFile = v.object({
  badges: v.array(v.object({ badge: v.string(), credential: v.picklist(credentials), also: v.array(v.string()) })),
})

/** A badge by its usual name; without a credential where the table does not have it. */
interface Badge {
  badge: string
  credential: Credential | null
}

/** Badges by the names that lists have for them. */
export interface Badges {
  /** Those of the table, in its order. */
  all: readonly Badge[]
  /** The badge that a cell means; under its own name, trimmed, where the table does not have it. */
  of(cell: string): Badge
}

/** Reads the table of badges. Throws the refusal `bad_reference_data`. */
export function readBadges(): Badges {
  const { badges } = readReference('badges.json', badgeFile)
  const known = new Map<string, Badge>()
  for (const { badge, credential, also } of badges)
    for (const name of [badge, ...also]) known.set(foldBadge(name), { badge, credential })
  const read = new Map<string, Badge>()
  return {
    all: badges.map(({ badge, credential }) => ({ badge, credential })),
    of: (cell) => {
      const before = read.get(cell)
      if (before) return before
      const found = known.get(foldBadge(cell)) ?? { badge: cell.trim(), credential: null }
      read.set(cell, found)
      return found
    },
  }
}

function foldBadge(name: string): string {
  return foldCode(name.trim().replace(/^gitlab\s+/i, ''))
}
