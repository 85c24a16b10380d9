/** Runs by the lines of their log, and what did not run as it should. */

import { describe, expect, it } from 'vitest'
import { findingsOnRuns, type Run, type RunLine, runsOf } from '../../src/reports/runs.ts'

const JOB = 'a'.repeat(16)
const none = { cron: true, dryRun: false, nowStated: false, options: [], phd: '0.1.0' }
const begun = (id: string, started: string, more: object = {}): RunLine =>
  ({ event: 'started', id, command: 'inbox run', job: JOB, started, ...none, ...more }) as RunLine
const ended = (id: string, started: string, exitCode = 0, error: string | null = null, more: object = {}): RunLine =>
  ({ ...begun(id, started, more), event: 'ended', ended: started, seconds: 1, exitCode, error, counts: {} }) as RunLine
const night = (id: string, started: string, exitCode = 0, error: string | null = null, more: object = {}): RunLine[] => [
  begun(id, started, more),
  ended(id, started, exitCode, error, more),
]
const outcomes = (runs: readonly Run[]): string[] => runs.map(({ id, outcome }) => `${id} ${outcome}`)

describe('runs of a log', () => {
  it('are the newest first, each once, however often its lines are there', () => {
    const lines = [...night('a', '2026-11-18T07:00:00Z'), ...night('b', '2026-11-19T07:00:00Z', 1)]
    expect(outcomes(runsOf([...lines, ...lines], () => false))).toEqual(['b findings', 'a done'])
  })

  it.each([
    [0, null, 'done'],
    [1, null, 'findings'],
    [4, null, 'findings'],
    [5, null, 'failed'],
    [6, 'busy', 'failed'],
    [3, 'partner_not_found', 'failed'],
    [70, 'bug', 'failed'],
    [130, 'interrupted', 'stopped'],
  ])('that end with %i (%s) are %s', (code, error, outcome) => {
    expect(outcomes(runsOf(night('a', '2026-11-18T07:00:00Z', code, error), () => false))).toEqual([`a ${outcome}`])
  })

  it('without an end: of a job that runs, the newest runs and the others were killed', () => {
    const lines = [begun('a', '2026-11-18T07:00:00Z'), begun('b', '2026-11-19T07:00:00Z')]
    expect(outcomes(runsOf(lines, () => true))).toEqual(['b running', 'a did_not_end'])
    expect(outcomes(runsOf(lines, () => false))).toEqual(['b did_not_end', 'a did_not_end'])
  })

  it('without an end and without a job may still be running', () => {
    expect(outcomes(runsOf([begun('a', '2026-11-18T07:00:00Z', { job: null })], () => false))).toEqual(['a no_end'])
  })
})

describe('what did not run as it should', () => {
  // 2026-11-20 is a Friday.
  const at = (now: string, holidays: readonly string[] = []) => ({
    now,
    nowStated: false,
    dayOf: (moment: string) => moment.slice(0, 10),
    isBusinessDay: (day: string) => ![0, 6].includes(new Date(day).getUTCDay()) && !holidays.includes(day),
  })
  const friday = runsOf(night('a', '2026-11-20T07:00:00Z'), () => false)
  const codes = (runs: readonly Run[], every: string, now: string, holidays: readonly string[] = []): string[] =>
    findingsOnRuns(runs, { 'inbox run': every }, at(now, holidays)).map(({ code }) => code)

  it.each([
    ['6h', '2026-11-20T13:00:00Z', '2026-11-20T13:00:01Z'],
    ['1d', '2026-11-21T07:00:00Z', '2026-11-21T07:00:01Z'],
    ['1w', '2026-11-27T07:00:00Z', '2026-11-27T07:00:01Z'],
    // Saturday and Sunday do not count.
    ['1bd', '2026-11-23T07:00:00Z', '2026-11-23T07:00:01Z'],
    ['2bd', '2026-11-24T07:00:00Z', '2026-11-24T07:00:01Z'],
  ])('%s after the last run, it is missing', (every, inTime, late) => {
    expect([codes(friday, every, inTime), codes(friday, every, late)]).toEqual([[], ['run_missing']])
  })

  it('a holiday is no business day', () => {
    expect(codes(friday, '1bd', '2026-11-23T08:00:00Z', ['2026-11-23'])).toEqual([])
    expect(codes(friday, '1bd', '2026-11-24T06:00:00Z', ['2026-11-23'])).toEqual([])
    expect(codes(friday, '1bd', '2026-11-24T08:00:00Z', ['2026-11-23'])).toEqual(['run_missing'])
  })

  it('on a weekend nothing new is missing, and what was missing on Friday still is', () => {
    const thursday = runsOf(night('a', '2026-11-19T07:00:00Z'), () => false)
    expect(codes(friday, '1bd', '2026-11-22T23:00:00Z')).toEqual([])
    expect(codes(thursday, '1bd', '2026-11-21T08:00:00Z')).toEqual(['run_missing'])
  })

  it('a command that was never logged is missing', () => {
    expect(findingsOnRuns([], { backup: '1d' }, at('2026-11-20T08:00:00Z'))).toEqual([
      { code: 'run_missing', level: 'warning', command: 'backup', every: '1d', last: null },
    ])
  })

  it.each([
    ['a dry run', night('b', '2026-11-20T07:00:00Z', 0, null, { dryRun: true })],
    ['a run at another "now"', night('b', '2026-11-20T07:00:00Z', 0, null, { nowStated: true })],
    ['a run that was turned away, for another one ran', night('b', '2026-11-20T07:00:00Z', 6, 'busy')],
    ['a run of the future', night('b', '2026-11-28T07:00:00Z')],
    ['another command', night('b', '2026-11-20T07:00:00Z', 0, null, { command: 'doctor' })],
  ])('%s does not count as a run', (_, lines) => {
    expect(
      codes(
        runsOf([...night('a', '2026-11-18T07:00:00Z', 0, null, { command: 'audit verify' }), ...lines], () => false),
        '1d',
        '2026-11-20T08:00:00Z',
      ),
    ).toContain('run_missing')
  })

  it('a log that began within the span cannot have it yet', () => {
    const begun = runsOf(night('a', '2026-11-20T07:00:00Z', 0, null, { command: 'doctor' }), () => false)
    expect(codes(begun, '1d', '2026-11-21T07:00:00Z')).toEqual([])
    expect(codes(begun, '1d', '2026-11-21T07:00:01Z')).toEqual(['run_missing'])
  })

  it('one that runs now is not missing', () => {
    expect(
      codes(
        runsOf([begun('b', '2026-11-20T07:00:00Z')], () => true),
        '1d',
        '2026-11-20T08:00:00Z',
      ),
    ).toEqual([])
  })

  it('the last run of a job is told if it failed, was stopped or was killed, for seven days and until one went well', () => {
    const found = (lines: readonly RunLine[], now = '2026-11-20T08:00:00Z') =>
      findingsOnRuns(
        runsOf(lines, () => false),
        {},
        at(now),
      ).map(({ code }) => code)
    expect(found(night('a', '2026-11-20T07:00:00Z', 5, 'disk_full'))).toEqual(['run_failed'])
    expect(found(night('a', '2026-11-20T07:00:00Z', 130, 'interrupted'))).toEqual(['run_failed'])
    expect(found([begun('a', '2026-11-20T07:00:00Z')])).toEqual(['run_did_not_end'])
    expect(found([...night('a', '2026-11-19T07:00:00Z', 5, 'disk_full'), ...night('b', '2026-11-20T07:00:00Z')])).toEqual([])
    expect(found(night('a', '2026-11-20T07:00:00Z', 5, 'disk_full'), '2026-11-28T08:00:00Z')).toEqual([])
    expect(found(night('a', '2026-11-20T07:00:00Z', 1))).toEqual([])
  })

  it('one job that went well does not hide another of the same command', () => {
    const other = { job: 'b'.repeat(16) }
    const lines = [...night('a', '2026-11-20T07:00:00Z', 5, 'disk_full'), ...night('b', '2026-11-20T07:01:00Z', 0, null, other)]
    expect(
      findingsOnRuns(
        runsOf(lines, () => false),
        {},
        at('2026-11-20T08:00:00Z'),
      ),
    ).toMatchObject([{ code: 'run_failed' }])
  })

  it('a line that failed once and never came again is given up when the same command came to a result another night', () => {
    const other = { job: 'b'.repeat(16) }
    const found = (...lines: RunLine[][]) =>
      findingsOnRuns(
        runsOf(lines.flat(), () => false),
        {},
        at('2026-11-20T08:00:00Z'),
      ).map(({ code }) => code)
    const mistyped = night('a', '2026-11-19T07:00:00Z', 5, 'folder_not_found')
    const corrected = night('b', '2026-11-20T07:00:00Z', 0, null, other)
    expect(found(mistyped)).toEqual(['run_failed'])
    expect(found(mistyped, corrected)).toEqual([])
    expect(found(mistyped, night('b', '2026-11-20T07:00:00Z', 5, 'disk_full', other))).toEqual(['run_failed', 'run_failed'])
    // A job that ran before is one of each night, and is told for a week.
    expect(found(night('c', '2026-11-18T07:00:00Z'), mistyped, corrected)).toEqual(['run_failed'])
  })

  it('what a doctor finds is no failure of its own, but an error is', () => {
    const found = (error: string | null) =>
      findingsOnRuns(
        runsOf(night('a', '2026-11-20T07:00:00Z', 5, error, { command: 'doctor' }), () => false),
        {},
        at('2026-11-20T08:00:00Z'),
      )
    expect([found(null), found('database_unreadable')]).toMatchObject([[], [{ code: 'run_failed' }]])
  })
})
