/** What the records show of a partner's professional services, beside what the list of PSPs says. Pure: rows in, figures out. */

import { compareText } from '../../records/compare.ts'
import { type FiscalQuarter, quarterAfter, quarterOf } from '../../rules/fiscal.ts'
import {
  compareFigures,
  disagrees,
  type FigureCheck,
  type PspFigures,
  type PspFinding,
  reachesFigures,
} from '../../rules/programs/psp.ts'

/** A service that was approved or accepted; the day is not known in every list. */
export interface ServiceRow {
  registration: string
  status: string
  day: string | null
  file: string
  line: number
}

/** Services by fiscal quarter. */
export interface Services {
  /** Four quarters, oldest first, the last one of them over. */
  quarters: { quarter: string; services: number }[]
  /** The quarter that is not over. */
  running: { quarter: string; services: number }
  total: number
  /** Without a day, so of no quarter. */
  undated: number
  /** Those of these quarters, and those without a day. */
  rows: ServiceRow[]
}

/** The four quarters that are over before a day's own, oldest first. */
function lastFour(today: string): FiscalQuarter[] {
  const running = quarterOf(today)
  return [-4, -3, -2, -1].map((back) => quarterAfter(running, back))
}

/** Counts services by quarter. */
export function countServices(all: readonly ServiceRow[], today: string): Services {
  const running = quarterOf(today)
  const four = lastFour(today)
  const first = four[0]?.first ?? running.first
  const within = ({ name, first: from, last }: FiscalQuarter): { quarter: string; services: number } => ({
    quarter: name,
    services: all.filter(({ day }) => day !== null && from <= day && day <= last && day <= today).length,
  })
  const quarters = four.map(within)
  return {
    quarters,
    running: within(running),
    total: quarters.reduce((sum, { services }) => sum + services, 0),
    undated: all.filter(({ day }) => day === null).length,
    rows: all
      .filter(({ day }) => day === null || (day >= first && day <= today))
      .sort((a, b) => compareText(a.day, b.day) || compareText(a.registration, b.registration)),
  }
}

/** People with PSE by each list; null: it says nothing about the partner, or is too old. */
export interface PsePeople {
  certifications: number | null
  portal: number | null
}

/** Figures that the records are compared with; `inForce`: a person put them in force, so that they decide. */
export interface FigureVersion {
  version: string
  source: string
  inForce: boolean
  rule: readonly string[]
  figures: PspFigures
}

export interface ComparedVersion extends FigureVersion {
  checks: FigureCheck[]
  /** Whether the records reach all figures; null: not known. */
  reaches: boolean | null
  disagrees: boolean
}

/** The records beside each version of the figures. */
export function compareVersions(
  versions: readonly FigureVersion[],
  finding: Pick<PspFinding, 'decision'>,
  people: PsePeople,
  services: Services | null,
): ComparedVersion[] {
  return versions.map((version) => {
    const records = {
      people: peopleFor(people, version.figures.people),
      quarters: services?.quarters ?? null,
      undated: services?.undated ?? 0,
    }
    const checks = compareFigures(version.figures, records)
    return { ...version, checks, reaches: reachesFigures(checks), disagrees: disagrees(finding, checks) }
  })
}

/** The people that count: by certifications, else by the portal users; not known where one is enough and the other is not. */
function peopleFor({ certifications, portal }: PsePeople, needed: number): number | null {
  if (certifications !== null && portal !== null && certifications >= needed !== portal >= needed) return null
  return certifications ?? portal
}

/** The answer: what the list says, unless figures in force say otherwise. */
export function answerOf({ decision }: PspFinding, versions: readonly ComparedVersion[]): PspFinding['decision'] {
  return versions.some((version) => version.inForce && version.disagrees) ? 'unknown' : decision
}
