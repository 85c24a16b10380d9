import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { calendarText, type Due, writeDueDates } from '../../src/files/calendar-file.ts'
import { readCalendar } from './read-calendar.ts'

const at = '2026-12-01T08:30:00Z'
const due: Due = { uid: 'loa-request-7', day: '2026-12-04', title: 'Answer due: Acme GmbH', about: 'phd loa list' }
const eventsOf = async (...dues: Due[]) => readCalendar(Buffer.from((await calendarText(dues, { at })).text))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phd-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)

/** Text with what no one types, as often as letters; the strings of fast-check's own "binary" units take seconds to make. */
const anyText = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.nat(0x10ffff)), { maxLength: 200 })
  .map((codes) => String.fromCodePoint(...codes.filter((code) => code < 0xd800 || code > 0xdfff)))

describe('the text of a calendar', () => {
  it('is an event of the whole day for each due date, published, and blocks no time', async () => {
    const { text } = await calendarText([due], { at })
    expect(text.split('\r\n')).toEqual([
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//phd//due dates//EN', 'METHOD:PUBLISH', 'BEGIN:VEVENT'],
      ...['UID:loa-request-7@phd', 'SEQUENCE:0', 'DTSTAMP:20261201T083000Z', 'DTSTART;VALUE=DATE:20261204'],
      ...['X-MICROSOFT-CDO-ALLDAYEVENT:TRUE', 'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE'],
      ...['SUMMARY:Answer due: Acme GmbH', 'TRANSP:TRANSPARENT', 'DESCRIPTION:phd loa list', 'END:VEVENT', 'END:VCALENDAR', ''],
    ])
  })

  it('is the same for the same due dates, and has a thing that is given twice once', async () => {
    const one = await calendarText([due, { ...due }], { at })
    expect(one).toEqual(await calendarText([due], { at }))
    expect(one.count).toBe(1)
  })

  it.each(['2024-02-29', '2026-12-31', '2027-01-01', '2027-03-28'])('keeps the day %s', async (day) => {
    expect((await eventsOf({ ...due, day }))[0]?.day).toBe(day)
  })

  it.each([
    ['Acme; Sons, "Ltd" \\ Co: 100%', 'Acme; Sons, "Ltd" \\ Co: 100%'],
    ['Acme\r\nEND:VEVENT\r\nBEGIN:VALARM', 'Acme END:VEVENT BEGIN:VALARM'],
    ['Acme\n SUMMARY:other', 'Acme SUMMARY:other'],
    ['\u001b[2JAcme\u0000\u0007', '\\x1b[2JAcme\\x00\\x07'],
    ['\u202egmbH\u2028x\u0085', '\\u202egmbH x\\x85'],
    ['\ud800Acme', '\\ud800Acme'],
    ['Straße 株式会社 😀'.repeat(40), 'Straße 株式会社 😀'.repeat(40)],
  ])('has the title %j as one harmless line', async (title, expected) => {
    expect((await eventsOf({ ...due, title }))[0]?.title).toBe(expected)
  })

  it('keeps the lines of what to know', async () => {
    expect((await eventsOf({ ...due, about: 'one;\ntwo\u001b\n\n' }))[0]?.about).toBe('one;\ntwo\\x1b')
  })

  it('hashes an id that is not plain, so that it is the same in every run', async () => {
    const uids = (await eventsOf(due, { ...due, uid: '["loa","Acme\r\nX"]' }, { ...due, uid: 'ä' })).map(({ uid }) => uid)
    expect(uids[0]).toBe('loa-request-7@phd')
    expect(uids.slice(1)).toEqual([expect.stringMatching(/^[0-9a-f]{64}@phd$/), expect.stringMatching(/^[0-9a-f]{64}@phd$/)])
    expect((await eventsOf({ ...due, uid: 'ä' }))[0]?.uid).toBe(uids[2])
  })

  it('can be read back, whatever the text', () =>
    fc.assert(
      fc.asyncProperty(anyText, async (title) => {
        const [event] = await eventsOf({ ...due, uid: title, title: `x${title}`, about: title })
        expect(event).toMatchObject({ day: due.day, stamp: '20261201T083000Z', title: expect.stringMatching(/^x/) })
      }),
      { numRuns: 40 },
    ))
})

describe('a calendar file', () => {
  it('is written, and says how many due dates it has', async () => {
    expect(await writeDueDates(file('due.ics'), [due, { ...due, uid: 'b' }], { at })).toBe(
      `wrote ${file('due.ics')} (2 due dates)`,
    )
    expect(readCalendar(readFileSync(file('due.ics')))).toHaveLength(2)
  })

  it('takes the place of another only where it may', async () => {
    writeFileSync(file('due.ics'), 'mine')
    await expect(writeDueDates(file('due.ics'), [due], { at })).rejects.toMatchObject({ kind: 'file_exists' })
    await expect(writeDueDates(file('due.ics'), [due], { at, dryRun: true })).rejects.toMatchObject({ kind: 'file_exists' })
    expect(readFileSync(file('due.ics'), 'utf8')).toBe('mine')
    await writeDueDates(file('due.ics'), [due], { at, overwrite: true })
    expect(readCalendar(readFileSync(file('due.ics')))).toHaveLength(1)
  })

  it('is not written in a dry run, and not without a due date', async () => {
    expect(await writeDueDates(file('due.ics'), [due], { at, dryRun: true })).toBe(`would write ${file('due.ics')} (1 due date)`)
    expect(await writeDueDates(file('due.ics'), [], { at })).toBe(`no due dates: ${file('due.ics')} not written`)
    expect(existsSync(file('due.ics'))).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })
})
