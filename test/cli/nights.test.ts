/** A month of nights under cron, day by day: exports come in, one night does not happen, one file is broken, and nobody works on weekends. */

import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { atDesk, type Desk, fixtures, type Run } from './phd.ts'

/** Monday; the month ends on Tuesday, December 1. */
const FIRST = Date.parse('2026-11-02T00:00:00Z')
const DAYS = 30
/** A Monday on which the doctor comes first: the last import was on Friday, one business day before. */
const EARLY = '2026-11-16'
/** The night that did not happen: a Wednesday. */
const MISSED = '2026-11-11'
/** The night with a file that is not an export: a Tuesday. */
const BROKEN = '2026-11-17'
/** The night with rows that cannot be used: nobody corrects them, so the doctor tells of them until they are too old to count. */
const REJECTED = '2026-11-20'
const TOO_OLD = '2026-11-27'

interface Night {
  day: string
  /** A look before the night's imports, after a weekend. */
  early: Run | null
  inbox: Run | null
  backup: Run
  doctor: Run
}

/** The exports of a day, as the systems print them: each says itself, by its footer, its title or its time, how old it is. */
function drop(desk: Desk, day: string): void {
  const [year, month, date] = day.split('-').map(Number)
  const exports: Readonly<Record<string, (text: string) => string>> = {
    'sfdc-accounts.csv': (text) => text.replace('11/20/2026 6:02 AM', `${month}/${date}/${year} 6:02 AM`),
    // Someone has another phone every day: the same bytes again would not be newer.
    'impartner-users.csv': (text) => text.replace('+49 30 901820', `+49 30 90${month}${date}`),
    'certification-dashboard.csv': (text) => text.replace('as of 2026-11-20', `as of ${day}`),
  }
  for (const [name, dated] of Object.entries(exports))
    put(desk, day, name, dated(readFileSync(join(fixtures, 'desk', name), 'utf8')))
  if (day === BROKEN) put(desk, day, 'holiday-photos.csv', 'Hello,World\n1,2\n')
  if (day === REJECTED)
    put(desk, day, 'more-accounts.csv', readFileSync(join(fixtures, 'broken', 'accounts-with-problems.csv'), 'utf8'))
}

function put(desk: Desk, day: string, name: string, text: string): void {
  const path = join(desk.folder, 'new', name)
  writeFileSync(path, text)
  const at = new Date(`${day}T06:10:00Z`)
  utimesSync(path, at, at)
}

function night(desk: Desk, day: string): Night {
  const early = day === EARLY ? desk.phd('doctor', '--cron', '--now', `${day}T06:00:00Z`) : null
  drop(desk, day)
  const inbox = day === MISSED ? null : desk.phd('inbox', 'run', '--cron', '--settle', '0', 'new', '--now', `${day}T07:00:00Z`)
  const backup = desk.phd('backup', '--cron', '--keep', '7d', '--now', `${day}T07:30:00Z`)
  return { day, early, inbox, backup, doctor: desk.phd('doctor', '--cron', '--now', `${day}T08:00:00Z`) }
}

/** The days of the month on which the desk works. */
const weekdays = Array.from({ length: DAYS }, (_, i) => new Date(FIRST + i * 86_400_000))
  .filter((day) => ![0, 6].includes(day.getUTCDay()))
  .map((day) => day.toISOString().slice(0, 10))

const UNCORRECTED =
  /^phd: Salesforce partner accounts: [45] rejected rows not corrected yet[^\n]*; next: correct the rows [^\n]*\n$/
const QUIET: Run = { stdout: '', stderr: '', code: 0 }

it(
  'a month of nights: silent when all is well, one line per problem, and the night that did not happen is told',
  { timeout: 60_000 },
  () =>
    atDesk((desk) => {
      mkdirSync(join(desk.folder, 'new'))
      const config = join(desk.folder, '.config', 'phd', 'config.json')
      mkdirSync(dirname(config), { recursive: true })
      writeFileSync(config, JSON.stringify({ expectedRuns: { 'inbox run': '1bd', doctor: '1bd' } }))
      desk.lookingAhead('2026-11-02T05:00:00Z')
      const nights = weekdays.map((day) => night(desk, day))
      expect(nights).toHaveLength(22)
      const troubled = [MISSED, BROKEN, REJECTED]
      const waits = (day: string): boolean => day >= REJECTED && day < TOO_OLD
      for (const { day, inbox, backup, doctor } of nights) {
        expect([day, backup]).toEqual([day, QUIET])
        if (!troubled.includes(day)) expect([day, inbox]).toEqual([day, QUIET])
        if (waits(day)) expect([day, doctor]).toEqual([day, { stdout: '', stderr: expect.stringMatching(UNCORRECTED), code: 1 }])
        else if (!troubled.includes(day)) expect([day, doctor]).toEqual([day, QUIET])
      }

      const [missed, broken, rejected] = troubled.map((day) => nights.find((each) => each.day === day))
      expect(nights.flatMap(({ early }) => early ?? [])).toEqual([QUIET])
      expect(missed?.inbox).toBeNull()
      expect(missed?.doctor).toMatchObject({ stdout: '', code: 1 })
      expect(missed?.doctor.stderr).toMatch(
        /^phd: "inbox run" did not run within 1 business day: the last one began 2026-11-10 07:00 UTC; next: check its line in the crontab [^\n]*\n$/,
      )
      expect(broken?.inbox).toMatchObject({ stdout: '', code: 5 })
      expect(broken?.inbox?.stderr).toMatch(
        /^phd: holiday-photos\.csv: refused: unknown kind of export[^\n]*; see [^\n]*\.reason\.txt\n$/,
      )
      expect(broken?.doctor).toMatchObject({ stdout: '', code: 1 })
      expect(broken?.doctor.stderr).toMatch(/^phd: the last "inbox run" ended with 5, 2026-11-17 07:00 UTC; next: [^\n]*\n$/)
      expect(rejected?.inbox).toMatchObject({ stdout: '', code: 1 })
      expect(rejected?.inbox?.stderr).toMatch(/^phd: more-accounts\.csv: 5 rows of 7 rejected; see [^\n]*\.reason\.txt\n$/)

      const { runs, damaged } = desk.json<{
        runs: Array<{ command: string; started: string; exitCode: number }>
        damaged: number
      }>('runs')
      const expected = nights.flatMap(({ day, early, inbox, backup, doctor }) => [
        ...(early ? [['doctor', `${day}T06:00:00Z`, early.code]] : []),
        ...(inbox ? [['inbox run', `${day}T07:00:00Z`, inbox.code]] : []),
        ['backup', `${day}T07:30:00Z`, backup.code],
        ['doctor', `${day}T08:00:00Z`, doctor.code],
      ])
      expect(runs.map(({ command, started, exitCode }) => [command, started, exitCode]).reverse()).toEqual(expected)
      expect(damaged).toBe(0)
      expect(desk.json<{ runs: object[] }>('runs', '--failed').runs).toMatchObject([
        { command: 'inbox run', started: `${BROKEN}T07:00:00Z` },
      ])
    }),
)
