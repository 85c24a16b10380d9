/**
 * Runs the transcripts in `fixtures/transcripts`: a line that begins with "$ " is a command, what follows is everything it printed
 * (stderr behind "2> "), and its exit code unless that is 0. `npm run test:update` rewrites them; read the difference.
 */

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '../faults/state.ts'
import { atDesk, type Desk } from './phd.ts'
import { perform, replay, supply, TRANSCRIPTS, transcriptPath } from './transcript.ts'

/** Commands that may change a database; all others are questions, which change no byte of it. */
const WRITES = new RegExp(
  `^(?:${[
    ...[
      'import',
      'imports undo',
      'inbox run',
      'partner alias (?:add|remove)',
      'partner note-contract',
      'forget',
      'prune',
      'restore',
    ],
    ...[
      '(?:loa|nfr) (?:request|approve|deny|exception|letter|reopen|withdraw)',
      'mail route .*--drafts',
      'mail (?:teach|forget)',
    ],
    ...[
      'cam (?:set|lift|export|reconcile|verify|close)',
      'cam plan .*--out',
      'digest --mark',
      '(?:price-file|rebate) (?:done|reopen)',
    ],
  ].join('|')})(?: (?!.*--dry-run)|$)`,
)

/** What the files of a database say, and when the file itself was last written. */
function databaseOf({ db }: Desk): string {
  return `${bytesOf(db, readFileSync)} ${statSync(db, { throwIfNoEntry: false })?.mtimeMs}`
}

/** The commands of the README are started as its reader starts them, and every third of the others; the rest is asked of the program that stays. */
const isStarted = (file: string, number: number): boolean => file === 'readme.txt' || number % 3 === 0

describe('a transcript is what the program prints', () => {
  for (const file of TRANSCRIPTS) {
    it(file, () =>
      atDesk((desk) => {
        supply(desk)
        const path = transcriptPath(file)
        const expected = readFileSync(path, 'utf8')
        let commands = 0
        const actual = replay(expected, (line) =>
          perform(desk, line, (args, env, command) => {
            const before = databaseOf(desk)
            const run = isStarted(file, commands++) ? desk.start(args, env) : desk.run(args, env)
            if (databaseOf(desk) !== before && !WRITES.test(args.join(' '))) throw new Error(`${command} changed the database`)
            return run
          }),
        )
        if (process.env.UPDATE_GOLDEN) writeFileSync(path, actual)
        else expect(actual).toBe(expected)
      }),
    )
  }
})
