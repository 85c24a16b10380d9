import { describe, expect, it } from 'vitest'
import { diskOf, networkOf } from '../../src/jobs/doctor/places.ts'
import { copiesFindings } from '../../src/reports/health/copies.ts'
import { calendarFindings, ruleFindings } from '../../src/reports/health/data.ts'
import { closedMode, diskFindings, type Place, placeFindings } from '../../src/reports/health/places.ts'
import { engineFindings, upkeepFindings } from '../../src/reports/health/upkeep.ts'

const MIB = 2 ** 20
const codes = (findings: readonly { code: string; level: string }[]): string[] =>
  findings.map(({ code, level }) => `${level} ${code}`)

describe('the health of phd', () => {
  it('is in doubt on a Node that phd is not tested with, and lost without its engine', () => {
    expect(engineFindings({ node: '24.21.0', failure: null })).toEqual([])
    expect(engineFindings({ node: '26.0.1', failure: null })).toEqual([])
    expect(codes(engineFindings({ node: '25.2.0', failure: null }))).toEqual(['note node_untested'])
    expect(codes(engineFindings({ node: '24.0.0', failure: 'made for another Node' }))).toEqual(['problem engine_unusable'])
  })

  it('needs room on the disk: twice the database, and 200 MiB at least', () => {
    const on = (free: number, needed: number) => codes(diskFindings('phd.db', { free, needed, network: null }))
    expect([on(200 * MIB, 200 * MIB), on(200 * MIB - 1, 200 * MIB)]).toEqual([[], ['warning disk_nearly_full']])
    expect(diskOf('/none/at/all/phd.db', MIB)?.needed).toBe(200 * MIB)
    expect(diskOf('/none/at/all/phd.db', 150 * MIB)?.needed).toBe(300 * MIB)
  })

  it('is at risk on a network disk, by the numbers of the kernel', () => {
    expect([0x6969, 0xff534d42, 0xfe534d42, 0x517b].map(networkOf)).toEqual(['NFS', 'SMB', 'SMB', 'SMB'])
    // As a 32 bit number with a sign, which some systems give.
    expect(networkOf(0xff534d42 | 0)).toBe('SMB')
    // ext4, tmpfs, xfs, btrfs.
    expect([0xef53, 0x01021994, 0x58465342, 0x9123683e].map(networkOf)).toEqual([null, null, null, null])
    expect(codes(diskFindings('phd.db', { free: 9e9, needed: 1, network: 'NFS' }))).toEqual(['warning database_on_network'])
  })

  it('suffers from a long log and from space that holds nothing', () => {
    const facts = { older: null, indexSigns: [], logBytes: 0, bytes: 300 * MIB, unusedBytes: 0, toErase: false }
    expect(upkeepFindings('phd.db', facts)).toEqual([])
    expect(upkeepFindings('phd.db', { ...facts, logBytes: 64 * MIB })).toEqual([])
    expect(codes(upkeepFindings('phd.db', { ...facts, logBytes: 64 * MIB + 1 }))).toEqual(['warning log_long'])
    expect(codes(upkeepFindings('phd.db', { ...facts, toErase: true }))).toEqual(['warning not_erased'])
    expect(upkeepFindings('phd.db', { ...facts, unusedBytes: 75 * MIB })).toEqual([])
    expect(codes(upkeepFindings('phd.db', { ...facts, unusedBytes: 76 * MIB }))).toEqual(['note space_unused'])
    expect(upkeepFindings('phd.db', { ...facts, bytes: 100 * MIB, unusedBytes: 60 * MIB })).toEqual([])
  })

  it('needs a backup after a week, unless the newest has all that is on record', () => {
    const backups = (ageDays: number | null, entries: number | null = 5, unreadable: string | null = null) => ({
      ...{ folder: 'backups', unreadable, restorable: null },
      newest: ageDays === null ? null : { path: 'backups/phd.db', ageDays, entries },
    })
    const found = (facts: ReturnType<typeof backups>, days: number | null, entries = 7): string[] =>
      codes(copiesFindings(facts, { entries, days }))
    expect([null, 0, 6].map((days) => found(backups(null), days))).toEqual([[], [], []])
    expect(found(backups(null), 7)).toEqual(['warning backup_missing'])
    expect(found(backups(6), 100)).toEqual([])
    expect(found(backups(7), 100)).toEqual(['warning backup_old'])
    expect(found(backups(7, null), 100)).toEqual(['warning backup_old'])
    expect(found(backups(100), 100, 5)).toEqual([])
    expect(found(backups(0, 5, 'EACCES'), 0)).toEqual(['warning backups_unreadable'])
  })

  it('closes files to all others, and only takes writing from a folder that phd did not make', () => {
    const place = (of: Place['of'], isFolder: boolean, mode: number): Place => {
      return { path: 'p', of, isFolder, mode, otherOwner: null, leadsTo: null }
    }
    expect(closedMode(place('database_log', false, 0o644))).toBe(0o600)
    expect(closedMode(place('database_folder', true, 0o755))).toBeNull()
    expect(closedMode(place('database_folder', true, 0o777))).toBe(0o755)
    expect(closedMode(place('drafts', true, 0o755))).toBe(0o700)
    expect(codes(placeFindings([place('database_log', false, 0o644), place('settings', false, 0o604)]))).toEqual([
      'warning place_readable_by_others',
      'note place_readable_by_others',
    ])
    expect(placeFindings([place('database', false, 0o666), place('database_folder', true, 0o755)])).toEqual([])
  })

  it('needs rules in force, and knows those that end within 60 days with none after them', () => {
    const rule = (...versions: [from: string | null, to: string | null][]) => [
      { id: 'loa', title: 'letters', versions: versions.map(([from, to], i) => ({ version: String(i), from, to })) },
    ]
    const on = (today: string, ...versions: [string | null, string | null][]) => codes(ruleFindings(rule(...versions), today))
    expect(on('2026-11-01', [null, null])).toEqual([])
    expect(on('2026-11-02', [null, '2026-12-31'])).toEqual(['warning rule_ends'])
    expect(on('2026-11-01', [null, '2026-12-31'])).toEqual([])
    expect(on('2026-12-30', [null, '2026-12-31'], ['2027-01-01', null])).toEqual([])
    expect(on('2026-12-30', [null, '2026-12-31'], ['2027-01-02', null])).toEqual(['warning rule_ends'])
    expect(on('2027-01-01', [null, '2026-12-31'])).toEqual(['warning rule_missing'])
    // What was never in force is background: nothing is missing.
    expect(on('2026-11-01')).toEqual([])
  })

  it('needs a calendar with days to come', () => {
    const none = { everywhere: null, region: null, isImported: true, shipped: null }
    expect(codes(calendarFindings(none, '2026-11-20'))).toEqual(['warning calendar_ends'])
    const region = { ...none, everywhere: '2028-01-01', region: { name: 'US', last: '2026-12-01' } }
    expect(calendarFindings(region, '2026-11-20')).toMatchObject([{ code: 'calendar_ends', region: 'US', last: '2026-12-01' }])
  })

  it('only notes an end of the calendar that is more than 30 days ahead', () => {
    const calendar = { everywhere: '2026-12-31', region: null, isImported: false, shipped: 'calendar.csv' }
    expect(codes(calendarFindings(calendar, '2026-11-01'))).toEqual([])
    expect(codes(calendarFindings(calendar, '2026-11-02'))).toEqual(['note calendar_ends'])
    expect(codes(calendarFindings(calendar, '2026-11-30'))).toEqual(['note calendar_ends'])
    expect(codes(calendarFindings(calendar, '2026-12-01'))).toEqual(['warning calendar_ends'])
    expect(codes(calendarFindings(calendar, '2027-02-01'))).toEqual(['warning calendar_ends'])
  })
})
