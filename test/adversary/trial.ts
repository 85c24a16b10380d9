import { faultsOf } from './compare.ts'
import { AdversaryDesk, type Verdict } from './desk.ts'
import { linesOf } from './files.ts'
import type { Asked } from './licenses.ts'
import type { World } from './model.ts'
import { type Allowed, type Answer, answersOf } from './oracle.ts'

const ASKED: Asked = { type: 'Self-Managed', users: 10 }
const QUESTIONS: readonly { args: string[]; allowed: (answer: Answer) => Allowed }[] = [
  { args: ['loa', 'check'], allowed: ({ loa }) => loa },
  { args: ['nfr', 'check'], allowed: ({ nfr }) => nfr },
  { args: ['nfr', 'check', '--type', 'self-managed', '--users', String(ASKED.users)], allowed: ({ nfrAsked }) => nfrAsked },
]

/** An account that was answered otherwise than the handbook lets it be. */
export interface Fault {
  id: string
  question: string
  what: string[]
  verdict: Verdict | undefined
}

export interface Trial {
  faults: Fault[]
  /** How many verdicts of each decision there were, by question. */
  decisions: Map<string, number>
  /** What became of the files, by name. */
  statuses: Map<string, string>
  accounts: number
}

/**
 * Imports a world, asks about all partners, and compares.
 *
 * @param alone of which accounts it is also asked alone; the answer must be the line of all partners
 */
export function tryWorld(world: World, alone: readonly string[]): Trial {
  const desk = new AdversaryDesk()
  try {
    const { files, aliases } = desk.fill(world)
    const answers = answersOf(files, aliases, ASKED)
    const trial: Trial = { faults: [], decisions: new Map(), statuses: new Map(), accounts: answers.length }
    for (const [file, status] of desk.statuses) trial.statuses.set(file.name, status)
    for (const { args, allowed } of QUESTIONS) {
      const question = args.join(' ')
      const verdicts = new Map(desk.ask(...args, '--all').map((verdict) => [verdict.subject.id, verdict]))
      for (const answer of answers) {
        const verdict = verdicts.get(answer.id)
        const what = verdict === undefined ? absent(answer) : present(answer, verdict, allowed(answer))
        if (what.length > 0) trial.faults.push({ id: answer.id, question, what, verdict })
      }
      for (const { decision } of verdicts.values()) {
        trial.decisions.set(`${question}: ${decision}`, (trial.decisions.get(`${question}: ${decision}`) ?? 0) + 1)
      }
      for (const id of alone.filter((each) => verdicts.has(each))) {
        const [verdict] = desk.ask(...args.slice(0, 2), id, ...args.slice(2))
        if (verdict?.line !== verdicts.get(id)?.line)
          trial.faults.push({ id, question, what: ['alone it is answered otherwise'], verdict })
      }
    }
    return trial
  } finally {
    desk.remove()
  }
}

const absent = ({ listed }: Answer): string[] => (listed === 'must' ? ['it is not among all partners'] : [])
const present = ({ listed }: Answer, verdict: Verdict, allowed: Allowed): string[] =>
  listed === 'never' ? ['it is not a partner, and is answered like one'] : faultsOf(verdict, allowed)

/** The world of one account and of those it was generated with: the reports that have a row of theirs, and a row of nobody in each. */
export function worldOf(world: World, id: string): World {
  const group = world.files.flatMap(({ rows }) => rows).find((row) => row.kind === 'accounts' && row.id === id)?.group
  const families = new Set(world.files.filter(({ rows }) => rows.some((row) => row.group === group)).map(({ family }) => family))
  const files = world.files.filter(({ kind, family }) => families.has(family) || kind === 'nfr_licenses')
  return {
    ...world,
    files: files.map((file) => ({ ...file, rows: file.rows.filter((row) => row.group === group || row.group < 0) })),
    aliases: world.aliases.filter((alias) => alias.group === group),
  }
}

/** The files and commands of a world, to be tried by hand. */
export function scriptOf(world: World): string {
  const imports = [...world.files].flatMap((file) => file.importAt.map((at) => ({ at, file }))).sort((a, b) => a.at - b.at)
  return [
    ...world.files.flatMap((file) => [
      `--- ${file.name} (of ${new Date(file.told.from).toISOString()}, last changed ${new Date(file.modifiedAt).toISOString()})`,
      ...linesOf(file),
    ]),
    ...imports.map(
      ({ at, file }) =>
        `$ phd import ${file.options.map((option) => `${option} `).join('')}"${file.name}" --now ${new Date(at).toISOString()}${file.undone ? ' && phd imports undo <it>' : ''}`,
    ),
    ...world.aliases.map(({ text, account }) => `$ phd partner alias add "${text}" ${account}`),
  ].join('\n')
}
