import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { breakIndex, doctor, found, healthy, olderDatabase } from './doctor-desk.ts'
import { atDesk, type Desk, root } from './phd.ts'

const isRoot = process.getuid?.() === 0

describe('phd doctor, backups', () => {
  it('warns where none was made for a week', () =>
    atDesk((desk) => {
      healthy(desk)
      expect(found(desk, 'backup_missing')).toEqual([])
      const later = ['--now', '2026-11-29T09:00:00Z']
      expect(found(desk, 'backup_missing', ...later)).toMatchObject([
        { level: 'warning', hint: expect.stringContaining('phd backup') },
      ])
      expect(desk.phd('backup').code).toBe(0)
      expect(found(desk, 'backup_missing', ...later).concat(found(desk, 'backup_old', ...later))).toEqual([])
      expect(desk.phd('partner', 'alias', 'add', 'Lumen', '0014M000AAAAAB9').code).toBe(0)
      expect(found(desk, 'backup_old', ...later)[0]?.message).toMatch(/is 9 days old and lacks 1 audit entry: .*backups/)
    }))

  it('names the newest good backup where the database is damaged, as the error of every command does', () =>
    atDesk((desk) => {
      healthy(desk)
      expect(desk.phd('backup', '--now', '2026-11-20T07:00:00Z').code).toBe(0)
      writeFileSync(join(desk.folder, 'data', 'backups', 'phd-2026-11-20T080000Z.db'), 'cut')
      const bytes = readFileSync(desk.db)
      const hint = 'phd restore phd-2026-11-20T070000Z.db'
      const flipped = Buffer.from(bytes)
      flipped.fill(0x2a, bytes.length - 8192, bytes.length - 8192 + 16)
      writeFileSync(desk.db, flipped)
      expect(found(desk, 'database_damaged')[0]?.hint).toContain(hint)
      writeFileSync(desk.db, bytes.subarray(0, 5000))
      expect(desk.phd('loa', 'check', '--all')).toMatchObject({ code: 5, stderr: expect.stringContaining(hint) })
      expect(found(desk, 'database_damaged')[0]?.hint).toContain(hint)
      writeFileSync(desk.db, '')
      expect(desk.phd('loa', 'check', '--all')).toMatchObject({ code: 5, stderr: expect.stringContaining(hint) })
    }))
})

describe('phd doctor, words', () => {
  it('lists words that no rule knows, with a place, and knows those that a rule or the list names', () =>
    atDesk((desk) => {
      healthy(desk)
      expect(found(desk, 'words_unknown')).toEqual([])
      desk.write(
        'accounts.csv',
        'Account ID,Account Name,Type,Partner Status,Partner Track,Public Sector Partner,Account Owner',
        '0014M000ZZZZZZA,Alpha One,Partner,Suspended,Open,No,Ana',
        '0014M000ZZZZZZB,Alpha Two,Partner,suspended ,Platinum,Perhaps,Ana',
        '0014M000ZZZZZZC,Alpha Three,Partner,Denied,Select Services,Yes,Ana',
        '0014M000ZZZZZZD,A Customer,Customer,Whatever,Whatever,Whatever,Ana',
        '0014M000ZZZZZZE,Alpha Four,Partner,,,,Ana',
      )
      desk.phd('import', 'accounts.csv')
      const report = doctor(desk)
      const words = report.words.map(({ field, words: own }) => [field, own.map(({ word, rows }) => [word, rows])])
      expect(words).toEqual([
        ['status', [['Suspended', 2]]],
        ['track', [['Platinum', 1]]],
        ['publicSector', [['Perhaps', 1]]],
      ])
      expect(report.words[1]?.words[0]?.source).toMatchObject({ file: 'accounts.csv', line: 3 })
      expect([report.exit, found(desk, 'words_unknown').map(({ level }) => level)]).toEqual([
        1,
        ['warning', 'warning', 'warning'],
      ])
      const { stdout } = desk.phd('doctor')
      expect(stdout).toMatch(/Partner Status has 1 word that no rule knows: "Suspended" \(2 rows\); a partner .* never eligible/)
      expect(stdout).toContain('- "Platinum" (1 row): accounts.csv line 3 (import 5)')
      expect(stdout).toContain('data/known-words.json')
    }))

  it('does so for registrations, leads and the dashboard too', () =>
    atDesk((desk) => {
      healthy(desk).write(
        'registrations.csv',
        'Registration Name,Deal Registration Type,DR-Status,Partner Account',
        'REG1,Resale,Approved,Lumen Labs 4 Ltd',
        'REG2,Barter,Approved,Lumen Labs 4 Ltd',
        'REG3,Resale,Parked,Lumen Labs 4 Ltd',
      )
      desk.write(
        'leads.csv',
        'Prospect ID,Partner Account,Prospect Share Status,Partner Prospect Status,Created Date,GitLab Owned',
        'L1,Lumen Labs 4 Ltd,Pending,Qualifying,2026-11-10,Yes',
        'L2,Lumen Labs 4 Ltd,Shelved,Napping,2026-11-10,Maybe so',
      )
      desk.write('dashboard.csv', 'Partner,Track,Open Reqs Met?,Select Reqs Met?', 'Lumen Labs 4 Ltd,Open,Soon,No')
      expect(desk.phd('import', 'registrations.csv', 'leads.csv', 'dashboard.csv', '--kind', 'deal_registrations').code).toBe(5)
      for (const file of ['registrations.csv', 'leads.csv', 'dashboard.csv']) expect(desk.phd('import', file).code, file).toBe(0)
      expect(doctor(desk).words.map(({ field, words }) => [field, words.map(({ word }) => word)])).toEqual([
        ['openReqsMet', ['Soon']],
        ['type', ['Barter']],
        ['status', ['Parked']],
        ['shareStatus', ['Shelved']],
        ['status', ['Napping']],
        ['ownership', ['Maybe so']],
      ])
    }))
})

describe('phd doctor, plans', () => {
  it('names a plan that waits for its results, then for a check, then no longer', () =>
    atDesk((desk) => {
      desk.putAll('desk').imports('sfdc-accounts.csv', 'sfdc-users.csv')
      desk.phd('cam', 'plan', '--only', 'Cobalt Labs 1 GmbH', '--out', 'plan.json')
      expect(found(desk, 'plan_waits')).toEqual([])
      expect(desk.phd('cam', 'export', 'plan.json', '--out', 'out').code).toBe(0)
      const [plan] = doctor(desk).plans
      expect(plan).toMatchObject({ waitsFor: 'load', changes: 1, days: 0 })
      expect(found(desk, 'plan_waits')).toMatchObject([
        { level: 'note', hint: expect.stringContaining('phd cam reconcile <results.csv>') },
      ])
      expect(found(desk, 'plan_waits', '--now', '2026-11-22T09:00:00Z')).toMatchObject([{ level: 'warning' }])
      desk.write('success.csv', '"ID","OWNERID","STATUS"', '"0014M000AAAAAAMQY5","0054M000AAAAAASQY5","Item Updated"')
      expect(desk.phd('cam', 'reconcile', 'success.csv').code).toBe(0)
      expect(found(desk, 'plan_waits')).toMatchObject([{ hint: expect.stringContaining('phd cam verify') }])
      expect(desk.phd('cam', 'close', plan?.id ?? '', '--reason', 'done by hand').code).toBe(0)
      expect(found(desk, 'plan_waits')).toEqual([])
    }))
})

describe('phd doctor, calendar, rules and settings', () => {
  it('notes 60 days before that the calendar ends, warns 30 days before, and of a region that it does not have', () =>
    atDesk((desk) => {
      desk.imported()
      expect(found(desk, 'calendar_ends', '--now', '2026-11-01')).toEqual([])
      const [ends] = found(desk, 'calendar_ends', '--now', '2026-11-02')
      expect(ends).toMatchObject({ level: 'note', message: expect.stringContaining('no closed days after 2026-12-31') })
      expect(found(desk, 'calendar_ends', '--now', '2026-12-01')).toMatchObject([{ level: 'warning' }])
      // What it says to do can be done as it stands.
      const [, shipped = ''] = /^copy it \(cp (\S+) calendar\.csv\)/.exec(ends?.hint ?? '') ?? []
      expect(ends?.hint).toMatch(/then: phd import calendar\.csv$/)
      desk.write(
        'calendar.csv',
        `${readFileSync(shipped, 'utf8').trimEnd()}\n2027-12-31,,Family and Friends Day,Family and Friends Day,\n`,
      )
      expect(desk.phd('import', 'calendar.csv').code).toBe(0)
      expect(found(desk, 'calendar_ends', '--now', '2026-12-15')).toEqual([])
      healthy(desk)
      expect(found(desk, 'calendar_ends')).toEqual([])
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true, mode: 0o700 })
      desk.write('.config/phd/config.json', '{"region":"us"}')
      expect(found(desk, 'region_unknown')).toEqual([])
      expect(found(desk, 'calendar_ends', '--now', '2028-06-01')).toMatchObject([{ message: expect.stringContaining('for us') }])
      desk.write('.config/phd/config.json', '{"region":"Narnia"}')
      expect(found(desk, 'region_unknown')).toMatchObject([{ level: 'warning' }])
    }))

  it('names a rule that is not in force', () =>
    atDesk((desk) => {
      expect(found(desk.imported(), 'rule_missing')).toEqual([])
      const missing = found(desk, 'rule_missing', '--now', '2020-01-01').map(({ message }) => message)
      expect(missing).toContain('no rule for shared leads is in force on 2020-01-01: such questions cannot be answered')
    }))

  it('says what is wrong with settings that stop every other command', () =>
    atDesk((desk) => {
      healthy(desk)
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true, mode: 0o700 })
      const wrong = ['{"colour":"red"}', '{"zone":"Mars"}', '{"maxAge":']
      for (const text of wrong) {
        desk.write('.config/phd/config.json', text)
        const report = doctor(desk)
        expect([report.exit, report.findings[0]?.code], text).toEqual([5, 'settings_unusable'])
        expect(report.findings[0]?.message).toContain('config.json')
        expect(desk.phd('imports', 'list').code).toBe(2)
      }
    }))
})

describe('phd doctor, places', () => {
  it('names files and folders that others can reach', () =>
    atDesk((desk) => {
      healthy(desk)
      mkdirSync(join(desk.folder, '.config', 'phd'), { recursive: true })
      chmodSync(join(desk.folder, '.config', 'phd'), 0o755)
      const config = desk.write('.config/phd/config.json', '{}').folder
      chmodSync(join(config, '.config', 'phd', 'config.json'), 0o644)
      expect(found(desk, 'place_readable_by_others').map(({ level }) => level)).toEqual(['note', 'note'])
      chmodSync(join(config, '.config', 'phd', 'config.json'), 0o666)
      expect(found(desk, 'place_exposed')).toMatchObject([
        { level: 'warning', message: expect.stringContaining('mode 0666'), hint: expect.stringContaining('chmod 600') },
      ])
      desk.equipped().phd('nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts')
      expect(found(desk, 'place_readable_by_others').map(({ message }) => message)).not.toContain('drafts')
      chmodSync(join(desk.folder, 'drafts'), 0o750)
      expect(found(desk, 'place_readable_by_others')).toMatchObject([
        { level: 'warning', message: expect.stringContaining('a folder of drafts') },
        {},
      ])
    }))

  it('says that a database is a link, and where it leads', () =>
    atDesk((desk) => {
      healthy(desk)
      renameSync(desk.db, join(desk.folder, 'data', 'real.db'))
      symlinkSync('real.db', desk.db)
      expect(found(desk, 'place_is_link')).toMatchObject([
        { level: 'note', message: expect.stringMatching(/link to .*real\.db$/) },
      ])
    }))

  it.skipIf(!isRoot)('says that a file belongs to another user', () =>
    atDesk((desk) => {
      healthy(desk)
      expect(found(desk, 'place_of_another_user')).toEqual([])
      chownSync(desk.db, 65534, 65534)
      expect(found(desk, 'place_of_another_user')).toMatchObject([
        { level: 'warning', message: expect.stringContaining('another user (number 65534)') },
      ])
    }),
  )
})

describe('phd doctor, the file of the database', () => {
  it('leaves a database of an older phd as it is, and says what the upgrade keeps', () =>
    atDesk((desk) => {
      olderDatabase(desk, 3)
      const before = readFileSync(desk.db)
      const report = doctor(desk)
      expect([report.exit, report.database.state, report.database.schema]).toEqual([1, 'older', 3])
      expect(report.findings[0]).toMatchObject({ code: 'schema_older', hint: expect.stringContaining(`${desk.db}.schema-3`) })
      expect(readFileSync(desk.db).equals(before)).toBe(true)
      expect(desk.phd('imports', 'list').code).toBe(0)
      const [copies] = found(desk, 'old_copies')
      expect(copies).toMatchObject({ level: 'note', details: [expect.stringContaining('phd.db.schema-3')] })
      rmSync(`${desk.db}.schema-3`)
      expect(found(desk, 'old_copies')).toEqual([])
    }))

  it('finds damage in an older database too', () =>
    atDesk((desk) => {
      olderDatabase(desk, 3)
      const bytes = readFileSync(desk.db)
      const size = bytes.readUInt16BE(16)
      for (let page = 2; page < 6; page++) bytes.writeUInt8((bytes[page * size] ?? 0) ^ 0xff, page * size)
      writeFileSync(desk.db, bytes)
      expect(doctor(desk)).toMatchObject({ exit: 5, findings: [{ code: 'database_damaged' }] })
    }))

  it('finds an index that lacks an entry, and one that has another entry if asked to be thorough', () =>
    atDesk((desk) => {
      healthy(desk)
      breakIndex(desk, "UPDATE names SET folded = 'zebra' WHERE name = 'Lumen Labs 4 Ltd'")
      expect(doctor(desk).exit).toBe(0)
      const report = doctor(desk, '--thorough')
      expect([report.exit, report.database.state, report.findings[0]?.code]).toEqual([5, 'indexes_damaged', 'indexes_damaged'])
      expect(report.findings.map(({ code }) => code)).not.toContain('database_sound')
      expect(report.findings[0]?.message).toContain('names_folded')
    }))
})

describe('phd doctor, data', () => {
  /** The program with its data, where a test may change them. */
  function installed(desk: Desk): string {
    const place = join(desk.folder, 'program')
    for (const part of ['bin', 'dist', 'data']) cpSync(join(root, part), join(place, part), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))
    return place
  }
  const codesOf = (desk: Desk, place: string) => {
    const args = [join(place, 'bin', 'phd.cjs'), 'doctor', '--json']
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: desk.folder, env: desk.env(), encoding: 'utf8' })
    expect(stderr).toBe('')
    return (JSON.parse(stdout) as ReturnType<typeof doctor>).findings.filter(({ code }) => code.startsWith('data_'))
  }

  it('names what differs from what came with phd, and a file that cannot be read with its place', () =>
    atDesk((desk) => {
      healthy(desk)
      const place = installed(desk)
      expect(codesOf(desk, place)).toEqual([])
      appendFileSync(join(place, 'data', 'roles.csv'), 'Buyer,,Ann,,2026-01-01,,,,,The desk,,\n')
      writeFileSync(join(place, 'data', 'replies', 'our-own.txt'), '---\nkind: text\nwhen: never\nsource: us\n---\nHello\n')
      expect(codesOf(desk, place)).toMatchObject([
        { code: 'data_changed', level: 'note', details: ['roles.csv', 'replies/our-own.txt (new)'] },
      ])
      rmSync(join(place, 'data', 'proof-words.json'))
      const desks = join(place, 'data', 'desk.json')
      writeFileSync(desks, readFileSync(desks, 'utf8').replace('"mailbox"', '"mailboks"'))
      const loa = join(place, 'data', 'policies', 'loa.json')
      writeFileSync(loa, readFileSync(loa, 'utf8').replace('"versions": [', '"versions": [,'))
      const report = codesOf(desk, place)
      expect(report.map(({ code, level }) => `${level} ${code}`)).toEqual([
        ...['problem data_unreadable', 'problem data_unreadable', 'problem data_unreadable'],
        ...['warning data_missing', 'note data_changed'],
      ])
      const messages = report.map(({ message }) => message).join('\n')
      expect(messages).toMatch(/loa\.json:3 cannot be read: /)
      expect(messages).toMatch(/desk\.json:1, at mailbox: /)
      expect(messages).toContain('missing in data/: proof-words.json')
    }))

  it('lists replies and answers of the user’s own, and imported tables that stand in for shipped ones', () =>
    atDesk((desk) => {
      healthy(desk)
      expect(found(desk, 'own_files')).toEqual([])
      expect(found(desk, 'table_replaced')).toMatchObject([{ level: 'note', message: expect.stringContaining('calendar.csv') }])
      const replies = join(desk.folder, '.config', 'phd', 'replies')
      mkdirSync(replies, { recursive: true, mode: 0o700 })
      cpSync(join(root, 'data', 'replies', 'loa-tailored.txt'), join(replies, 'loa-tailored.txt'))
      expect(found(desk, 'own_files')).toMatchObject([{ message: expect.stringMatching(/1 reply of your own .*loa-tailored/) }])
      expect(found(desk, 'data_unreadable')).toEqual([])
      writeFileSync(join(replies, 'loa-tailored.txt'), 'no head at all')
      expect(found(desk, 'data_unreadable')).toMatchObject([
        { level: 'problem', message: expect.stringContaining('loa-tailored.txt') },
      ])
    }))
})
