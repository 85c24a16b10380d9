import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { atDeskOnDisk, type Desk, fixtures } from '../cli/phd.ts'

/*
 * What is recorded is not lost: a run that is killed after its drafts were recorded and before they have their names leaves the database
 * and the folder as these tests make them.
 */

interface Promised {
  entry: number
  folder: string
  staged: string
  file: string
  state: string
}

const COBALT = ['Cobalt Labs 1 GmbH', '--requester', 'Mei Smith', '--email', 'mei.smith0@cobaltlabs10.example']
/** A decision with one draft. */
const DENY = ['nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts']
const EXCEPTION = ['--type', 'saas', '--users', '40', '--justification', 'two fairs', '--request', 'new']

/** Each command that records files, and the folder they are in. */
const COMMANDS: readonly (readonly string[])[] = [
  ['loa', 'deny', ...COBALT, '--draft', 'drafts'],
  ['nfr', 'deny', 'Cobalt Labs 1 GmbH', '--draft', 'drafts'],
  ['nfr', 'approve', 'Lumen Labs 4 Ltd', '--draft', 'drafts'],
  ['nfr', 'exception', 'Lumen Labs 4 Ltd', ...EXCEPTION, '--draft', 'drafts'],
  ['mail', 'route', join(fixtures, 'mails'), '--drafts', 'drafts'],
  ['cam', 'export', 'plan.json', '--out', 'drafts'],
]

function equipped(desk: Desk): Desk {
  desk.equipped()
  expect(desk.phd('import', 'sfdc-users.csv').code).toBe(0)
  desk.phd('cam', 'plan', '--out', 'plan.json')
  return desk
}

function promised(desk: Desk): Promised[] {
  const db = new Database(desk.db)
  try {
    return db.prepare<[], Promised>('SELECT entry, folder, staged, file, state FROM promised_files ORDER BY id').all()
  } finally {
    db.close()
  }
}

/** As a run leaves it that is killed before a file has its name. */
function takeBack(desk: Desk, { folder, staged, file }: Promised): void {
  renameSync(join(folder, file), join(folder, staged))
  forgetPlaced(desk, staged)
}

/** As a run leaves it that is killed before it could note that a file has its name. */
function forgetPlaced(desk: Desk, staged: string): void {
  const db = new Database(desk.db)
  db.prepare("UPDATE promised_files SET state = 'staged' WHERE staged = ?").run(staged)
  db.close()
}

const contents = (folder: string): [string, string][] =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'latin1')])

interface Finding {
  code: string
  message: string
  hint: string
}
const missingSaid = (desk: Desk): Finding[] =>
  desk.json<{ findings: Finding[] }>('doctor').findings.filter(({ code }) => code === 'recorded_file_missing')

describe('files that were recorded', () => {
  it.each(COMMANDS)('%s %s: are put in place by the next run, whatever of it was done', (...args) =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(desk.phd(...args).code).not.toBe(70)
      const folder = join(desk.folder, 'drafts')
      const before = contents(folder)
      const files = promised(desk)
      expect(files.length).toBeGreaterThan(0)
      expect(files.map(({ file }) => file).sort()).toEqual(before.map(([name]) => name))
      expect(files.map(({ state }) => state)).toEqual(files.map(() => 'placed'))
      for (const [i, file] of files.entries()) i % 2 === 0 ? takeBack(desk, file) : forgetPlaced(desk, file.staged)
      const waiting = missingSaid(desk)
      expect(waiting.map(({ hint }) => hint)).toEqual(waiting.map(() => 'the next command that records something will name it'))
      expect(waiting).toHaveLength(Math.ceil(files.length / 2))
      const next = desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH')
      expect(next.code).toBe(0)
      for (const { file } of files) expect(next.stderr).toContain(join(folder, file))
      expect(contents(folder)).toEqual(before)
      expect(missingSaid(desk)).toEqual([])
      expect(desk.phd('partner', 'alias', 'add', 'Coba', 'Cobalt Labs 1 GmbH').stderr).toBe('')
    }),
  )

  it('are told of once where their content is nowhere, named by the doctor, and missed no more once they are written again', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(desk.phd('loa', 'deny', ...COBALT, '--draft', 'drafts').code).toBe(0)
      const [file] = promised(desk)
      if (!file) throw new Error('no draft was recorded')
      takeBack(desk, file)
      rmSync(join(file.folder, file.staged))
      const next = desk.phd('reply', 'render', 'out-of-office-offsite', '--set', 'dates=May 3', '--draft', 'drafts')
      expect(next.stderr).toContain(`${join(file.folder, file.file)} (audit entry ${file.entry})`)
      expect(desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH').stderr).toBe('')
      const [said] = missingSaid(desk)
      expect(said?.message).toContain(`audit entry ${file.entry} names`)
      const again = said?.hint.replace('write it again: phd ', '').split(' ') ?? []
      expect(desk.phd(...again)).toMatchObject({ code: 0, stderr: '' })
      expect(existsSync(join(file.folder, file.file))).toBe(true)
      expect(missingSaid(desk)).toEqual([])
    }))

  it('of a mail are missed no more once it is routed again', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      desk.put('mails/mail-001.eml', 'mails/mail-002.eml', 'mails/mail-003.eml', 'mails/mail-004.eml')
      const mails = ['mail-001.eml', 'mail-002.eml', 'mail-003.eml', 'mail-004.eml']
      desk.phd('mail', 'route', ...mails, '--drafts', 'drafts')
      const [file] = promised(desk)
      if (!file) throw new Error('no draft was recorded')
      takeBack(desk, file)
      rmSync(join(file.folder, file.staged))
      expect(desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH').stderr).toContain('is missing')
      expect(missingSaid(desk)[0]?.hint).toContain('--again')
      desk.phd('mail', 'route', ...mails, '--again', '--drafts', 'drafts')
      expect(missingSaid(desk)).toEqual([])
    }))

  it('are not missing after someone deleted them: people delete a draft after they send it', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(desk.phd(...DENY).code).toBe(0)
      rmSync(join(desk.folder, 'drafts'), { recursive: true })
      expect(missingSaid(desk)).toEqual([])
      expect(desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH').stderr).toBe('')
    }))

  it('are found again where their folder was out of reach for a while', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(desk.phd(...DENY).code).toBe(0)
      const [file] = promised(desk)
      if (!file) throw new Error('no draft was recorded')
      takeBack(desk, file)
      renameSync(file.folder, `${file.folder}-away`)
      expect(desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH').stderr).toContain('is missing')
      renameSync(`${file.folder}-away`, file.folder)
      expect(desk.phd('partner', 'alias', 'add', 'Coba', 'Cobalt Labs 1 GmbH').stderr).toContain('put in place')
      expect(existsSync(join(file.folder, file.file))).toBe(true)
    }))

  it.each([
    ['another content', {}],
    ['a name that leads elsewhere', { file: '../escaped.eml' }],
    ['a hidden name', { file: '.bashrc' }],
    ['the file of someone', { staged: '../secret.txt' }],
    ['a folder without a root', { folder: 'drafts' }],
  ] as const)('are left alone where the database speaks of what is not theirs: %s', (_, forged) =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      expect(desk.phd(...DENY).code).toBe(0)
      const [file] = promised(desk)
      if (!file) throw new Error('no draft was recorded')
      const content = readFileSync(join(file.folder, file.file))
      takeBack(desk, file)
      desk.write('secret.txt', 'mine')
      const wrong = { ...file, ...forged }
      if (Object.keys(forged).length === 0) writeFileSync(join(file.folder, file.staged), 'not what was recorded')
      const db = new Database(desk.db)
      db.prepare('UPDATE promised_files SET folder = ?, staged = ?, file = ?').run(wrong.folder, wrong.staged, wrong.file)
      db.close()
      expect(desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH').stderr).toContain('is missing')
      expect(readdirSync(file.folder)).toEqual([file.staged])
      expect(existsSync(join(desk.folder, 'escaped.eml'))).toBe(false)
      expect(desk.read('secret.txt')).toBe('mine\n')
      if (Object.keys(forged).length > 0) expect(readFileSync(join(file.folder, file.staged))).toEqual(content)
    }),
  )

  it('never take the place of a file that says something else', () =>
    atDeskOnDisk((desk) => {
      equipped(desk)
      mkdirSync(join(desk.folder, 'drafts'))
      expect(desk.phd(...DENY).code).toBe(0)
      const [file] = promised(desk)
      if (!file) throw new Error('no draft was recorded')
      takeBack(desk, file)
      writeFileSync(join(file.folder, file.file), 'written by hand')
      desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH')
      expect(readFileSync(join(file.folder, file.file), 'utf8')).toBe('written by hand')
      expect(readdirSync(file.folder)).toEqual([file.file.replace(/(?=\.\w+$)/, '.2'), file.file].sort())
    }))
})

describe('the rejects file of an import', () => {
  const REJECTS = 'accounts-with-problems.rejects.csv'
  const rejectsOf = (desk: Desk): string[] => readdirSync(desk.folder).filter((name) => /rejects|\.phd-/.test(name))

  it('is named by the next run where a killed one could not, and says what it said', () =>
    atDeskOnDisk((desk) => {
      equipped(desk).put('broken/accounts-with-problems.csv')
      expect(desk.phd('import', 'accounts-with-problems.csv').code).toBe(1)
      const before = desk.read(REJECTS)
      const file = promised(desk).at(-1)
      if (!file) throw new Error('no rejects file was promised')
      expect(file).toMatchObject({ folder: desk.folder, file: REJECTS, state: 'placed' })
      takeBack(desk, file)
      expect(rejectsOf(desk)).toEqual([file.staged])
      expect(missingSaid(desk)[0]?.hint).toBe('the next command that records something will name it')
      const next = desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH')
      expect([next.code, next.stderr]).toEqual([0, expect.stringContaining(join(desk.folder, REJECTS))])
      expect([rejectsOf(desk), desk.read(REJECTS), missingSaid(desk)]).toEqual([[REJECTS], before, []])
      rmSync(join(desk.folder, REJECTS))
      expect(missingSaid(desk)).toEqual([])
    }))

  it('is told of where it is nowhere, and missed no more once the file is imported again', () =>
    atDeskOnDisk((desk) => {
      equipped(desk).put('broken/accounts-with-problems.csv')
      desk.phd('import', 'accounts-with-problems.csv')
      const file = promised(desk).at(-1)
      if (!file) throw new Error('no rejects file was promised')
      takeBack(desk, file)
      rmSync(join(desk.folder, file.staged))
      desk.phd('partner', 'alias', 'add', 'Cob', 'Cobalt Labs 1 GmbH')
      expect(missingSaid(desk)).toMatchObject([{ hint: 'import the file again: phd import <file>' }])
      expect(desk.phd('import', 'accounts-with-problems.csv').code).toBe(1)
      expect([rejectsOf(desk), missingSaid(desk)]).toEqual([[REJECTS], []])
    }))

  it('of an import that is refused, a dry run or a whole file is not there at all', () =>
    atDeskOnDisk((desk) => {
      equipped(desk).put('broken/accounts-with-problems.csv')
      const own = promised(desk).length
      desk.phd('import', '--dry-run', 'accounts-with-problems.csv')
      desk.write('bad.csv', 'Account ID,Account Name,Partner Status,Partner Track,Account Owner', 'x,Acme,Authorized,Open,Ann')
      expect(desk.phd('import', 'bad.csv').code).toBe(5)
      expect([rejectsOf(desk), promised(desk).length]).toEqual([[], own])
    }))
})
