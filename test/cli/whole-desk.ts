/** A desk that holds all that a desk can hold, for what takes a whole desk somewhere. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { HOSTILE, PERSON } from './lived.ts'
import type { Desk, Run } from './phd.ts'
import { prepareDesk } from './sorted-commands.ts'
import { supply } from './transcript.ts'

const COBALT = 'Cobalt Labs 1 GmbH'
const LUMEN = 'Lumen Labs 4 Ltd'

/**
 * Fills a desk in a file: files of many kinds, some of them again, rejected rows, requests that are open, decided, withdrawn and taken, letters,
 * mails that were routed, taught and taken, notes, aliases, plans, an undo, a pruning, a person forgotten. Gives what {@link prepareDesk} does.
 */
export function fillWhole(desk: Desk): Readonly<Record<string, string>> {
  const ending = (codes: readonly number[], args: readonly string[]): Run => {
    const run = desk.phd(...args)
    if (!codes.includes(run.code ?? -1)) throw new Error(`${args.join(' ')}: ${run.code} ${run.stderr}${run.stdout}`)
    return run
  }
  const done = (...args: string[]): Run => ending([0, 1, 4], args)
  supply(desk)
  const names = prepareDesk(desk, done)
  work(done)
  const at = (day: number, ...args: string[]): Run => done(...args, '--now', `2026-11-${day}T09:00:00Z`)
  importMore(desk, at)
  at(24, 'prune', '--older-than', '2026-11-22', '--yes')
  const [newest] = desk.json<{ imports: { id: number }[] }>('imports', 'list').imports.slice(-1)
  at(24, 'imports', 'undo', String(newest?.id), '--yes')
  at(24, 'forget', PERSON, '--yes')
  // Claims last two hours of the machine's own clock.
  done('mail', 'claim', 'mail-052.eml')
  done('nfr', 'take', 'form:3', '--actor', 'ben')
  return names
}

/** A day of work. */
function work(done: (...args: string[]) => Run): void {
  done('mail', 'route', 'mail-001.eml', 'mail-002.eml', 'mail-003.eml', '--drafts', 'drafts')
  done('mail', 'teach', 'release-north.eml', '--kind', 'po_submission')
  done('loa', 'approve', LUMEN, '--requester', 'Ann\tLee \\N "x" \u{1f600}', '--yes')
  done('loa', 'letter', LUMEN, '--date', '2026-11-20')
  done('nfr', 'deny', COBALT, '--request', 'form:4', '--yes', '--draft', 'drafts')
  done('partner', 'note-contract', LUMEN, '--date', '2023-01-19', '--where', 'the account')
  done('partner', 'alias', 'add', 'Lumen; DROP TABLE audit', LUMEN)
  done('partner', 'alias', 'add', 'Lumen two', LUMEN)
  done('partner', 'alias', 'remove', 'Lumen two')
  done('cam', 'reconcile', 'success.csv', 'error.csv')
  done('digest', '--mark', '--out', 'digest.html')
}

function importMore(desk: Desk, at: (day: number, ...args: string[]) => Run): void {
  // A newer list that lacks some, says others otherwise, and has a row that is wrong.
  const [head = '', ...rows] = desk.read('impartner-users.csv').trimEnd().split('\n')
  const newer = rows.slice(0, -3).map((row, i) => (i % 7 === 0 ? row.replace(',True', ',False') : row))
  mkdirSync(join(desk.folder, 'later'))
  desk.write('later/impartner-users.csv', head, ...newer, 'x,,,').touch('later/impartner-users.csv', '2026-11-21T09:00:00Z')
  at(21, 'import', 'later/impartner-users.csv', '--allow-shrink')
  at(21, 'import', 'accounts-with-problems.csv')
  at(22, 'import', 'sfdc-accounts.csv')
  desk.put(...HOSTILE.map((file) => `hostile/${file}`))
  for (const file of HOSTILE) desk.phd('import', file, '--now', '2026-11-23T09:00:00Z')
}
