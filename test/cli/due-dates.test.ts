import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCalendar } from '../files/read-calendar.ts'
import { atDesk, type Desk } from './phd.ts'

const calendarOf = (desk: Desk, file: string) => readCalendar(readFileSync(join(desk.folder, file)))

it('writes the due dates of open requests, and prints the list as usual', () =>
  atDesk((desk) => {
    desk.equipped()
    desk.phd('loa', 'request', 'loa-notice.eml')
    const plain = desk.phd('loa', 'list')
    const { stdout, stderr, code } = desk.phd('loa', 'list', '--ics', 'due.ics')
    expect([stdout, stderr, code]).toEqual([plain.stdout, 'wrote due.ics (1 due date)\n', 0])
    const [request] = (desk.json('loa', 'list') as { requests: { request: number; due: string }[] }).requests
    expect(calendarOf(desk, 'due.ics')).toMatchObject([
      { uid: `loa-request-${request?.request}@phd`, day: request?.due, stamp: '20261120T090000Z' },
    ])
    desk.phd('nfr', 'list', '--ics', 'forms.ics')
    expect(calendarOf(desk, 'forms.ics')).toMatchObject([
      { day: '2026-11-19', title: 'Answer due: not-for-resale license, Lumen Labs 4 Ltd' },
      { day: '2026-11-23', title: 'Answer due: not-for-resale license, Cobalt Labs 1 GmbH' },
      { day: '2026-11-24', title: 'Answer due: not-for-resale license, Quantum Partners 28 Inc.' },
    ])
  }))

it('names a row of the form the same when its line has changed', () =>
  atDesk((desk) => {
    desk.equipped()
    desk.phd('nfr', 'list', '--ics', 'before.ics')
    const [heading = '', ...rows] = desk.read('nfr-requests.csv').trimEnd().split(/\r?\n/)
    desk.write('nfr-requests.csv', heading, ...rows.toReversed()).imports('nfr-requests.csv')
    desk.phd('nfr', 'list', '--ics', 'after.ics')
    const uids = (file: string) =>
      calendarOf(desk, file)
        .map(({ uid }) => uid)
        .sort()
    expect(uids('after.ics')).toEqual(uids('before.ics'))
  }))

it('writes the days that letters and licenses end on', () =>
  atDesk((desk) => {
    desk.equipped()
    for (const question of ['loa', 'nfr']) {
      const listed = desk.json(question, 'expiring', '--within', '900', '--ics', `${question}.ics`) as {
        expiring: { end: string }[]
      }
      expect(listed.expiring.length).toBeGreaterThan(1)
      expect(calendarOf(desk, `${question}.ics`).map(({ day }) => day)).toEqual(listed.expiring.map(({ end }) => end))
    }
  }))

it('overwrites nothing unless told to, writes nothing in a dry run, and prints no list whose file is refused', () =>
  atDesk((desk) => {
    desk.equipped().write('due.ics', 'mine')
    const refused = desk.phd('nfr', 'list', '--ics', 'due.ics')
    expect(refused).toMatchObject({ code: 5, stdout: '' })
    expect(refused.stderr).toContain('due.ics already exists; not overwritten')
    expect(desk.read('due.ics')).toBe('mine\n')
    expect(desk.phd('nfr', 'list', '--ics', 'due.ics', '--force').code).toBe(0)
    expect(calendarOf(desk, 'due.ics')).toHaveLength(3)
    expect(desk.phd('nfr', 'list', '--ics', 'dry.ics', '--dry-run').stderr).toBe('would write dry.ics (3 due dates)\n')
    expect(desk.phd('loa', 'list', '--ics', 'none.ics').stderr).toBe('no due dates: none.ics not written\n')
    expect(['dry.ics', 'none.ics'].some((file) => existsSync(join(desk.folder, file)))).toBe(false)
    expect(desk.phd('nfr', 'list', '--force').code).toBe(2)
    expect(desk.phd('nfr', 'list', '--ics', '').code).toBe(2)
  }))
