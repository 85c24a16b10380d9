/** Completion as the shells do it: typed at a terminal, with names that would run something if a shell took them for more than names. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forBash, wordsOf } from '../../src/commands/completion/shell-words.ts'
import { idSuffix } from '../../src/records/salesforce-id.ts'
import { atTerminal, hasTerminal } from './at-terminal.ts'
import { atDesk, atDeskOnDisk, type Desk, root } from './phd.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

const isThere = (shell: Shell): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0
const missing = SHELLS.filter((shell) => !isThere(shell))
if (missing.length > 0) process.stderr.write(`completion is not tried in ${missing.join(' and ')}: not on this machine\n`)

/** Names that a shell must take as they are. */
const ZETA = `Zeta "q" 's' $(touch canary) \`touch canary\`; touch canary & !x !! | > canary < * ? [a] {b,c} ~ # ^ \\ \\\\ x: y=z @ %h Ltd`
const BETA = 'Beta $(touch canary) `touch canary` "x" $HOME \\ \\\\ Ltd'
const EPSILON = 'Epsilon it’s $(touch canary) "x" \\ it\'s Ltd'
const NAMES = [ZETA, BETA, EPSILON, 'Lambda Ñandu Ltd', 'Sigma Lambda Ltd', 'Kappa \u202egnp Ltd', '--db=Xi Ltd', 'Omega a@b Ltd']
const idOf = (name: string): string => {
  const id = `0015Y00002Abc${String(10 + NAMES.indexOf(name))}`
  return id + idSuffix(id)
}

/** A desk whose partners have such names, and a `phd` that completes as phd does, and else writes down what it was asked. */
function equipped(desk: Desk): Desk {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const rows = NAMES.map((name) => `${idOf(name)},${cell(name)},Partner,Authorized,Open,Ann Lee`)
  desk.write('accounts.csv', 'Account ID,Account Name,Type,Partner Status,Partner Track,Account Owner', ...rows)
  desk.imports('accounts.csv')
  mkdirSync(join(desk.folder, 'bin'))
  const program = join(desk.folder, 'bin', 'phd')
  const phd = `"${process.execPath}" "${join(root, 'bin', 'phd.cjs')}"`
  writeFileSync(
    program,
    `#!/bin/sh\ncase $1 in complete|completion) exec ${phd} "$@" ;; esac\nprintf '%s\\n' "$@" > "${desk.folder}/asked"\n`,
  )
  chmodSync(program, 0o755)
  return desk
}

const START: Readonly<Record<Shell, { command: string; first: string }>> = {
  bash: { command: 'bash --norc --noprofile -i', first: 'eval "$(phd completion bash)"' },
  zsh: { command: 'zsh -f -i', first: 'autoload -Uz compinit; compinit -u -D; eval "$(phd completion zsh)"' },
  fish: {
    command: `fish --no-config -i -C "function fish_prompt; printf 'READY> '; end"`,
    first: 'phd completion fish | source',
  },
}
const ENTER = '\r'

/** What the program was asked after each line was typed and sent. */
async function typed(desk: Desk, shell: Shell, lines: readonly string[]): Promise<{ asked: string[][]; screen: string }> {
  const { command, first } = START[shell]
  const asked: string[][] = []
  const note = () => {
    const file = join(desk.folder, 'asked')
    if (!existsSync(file)) return
    asked.push(readFileSync(file, 'utf8').trimEnd().split('\n'))
    rmSync(file)
  }
  const env = {
    PATH: `${join(desk.folder, 'bin')}:${process.env.PATH}`,
    PS1: 'READY> ',
    TERM: shell === 'fish' ? 'xterm' : 'dumb',
    HISTFILE: '',
    LC_ALL: 'C.UTF-8',
    XDG_DATA_HOME: join(desk.folder, 'share'),
  }
  const { screen } = await atTerminal(
    desk,
    command,
    [first, ...lines, 'exit'].map((line) => [/READY> /, `${line}${ENTER}`] as const),
    { size: [200, 50], env, onAnswer: note },
  )
  note()
  return { asked, screen }
}

const TAB = '\t'

/** What is typed, and what the program must be asked then. */
const typedIn = (shell: Shell): ReadonlyArray<readonly [line: string, asked: readonly string[]]> => [
  // In bash "@" breaks words, and is replaced with what follows it all the same.
  [`phd loa check Omega\\ a@${TAB}`, ['loa', 'check', 'Omega a@b Ltd']],
  [`phd loa check Zeta${TAB}`, ['loa', 'check', ZETA]],
  [`phd loa check "bet${TAB}`, ['loa', 'check', BETA]],
  [`phd loa check 'Eps${TAB}`, ['loa', 'check', EPSILON]],
  [`phd loa check kappa${TAB}`, ['loa', 'check', idOf('Kappa \u202egnp Ltd')]],
  [`phd loa check xi${TAB}`, ['loa', 'check', idOf('--db=Xi Ltd')]],
  // Two partners have the word: what is typed stays; fish takes the one that begins with it.
  [`phd loa check lambda${TAB}`, ['loa', 'check', shell === 'fish' ? 'Lambda Ñandu Ltd' : 'lambda']],
  [`phd aud${TAB}ver${TAB}--exp${TAB}x --format=js${TAB}`, ['audit', 'verify', '--expect', 'x', '--format=json']],
  // fish compares with accents, whatever it is given.
  [`phd loa check ${shell === 'fish' ? 'Ñand' : 'nand'}${TAB}`, ['loa', 'check', 'Lambda Ñandu Ltd']],
]

describe.skipIf(!hasTerminal)('at a terminal', () => {
  for (const shell of SHELLS) {
    it.skipIf(missing.includes(shell))(`${shell} puts in each name as it is, and runs nothing of it`, { timeout: 300_000 }, () =>
      atDeskOnDisk(async (desk) => {
        const lines = typedIn(shell)
        const { asked, screen } = await typed(
          equipped(desk),
          shell,
          lines.map(([line]) => line),
        )
        expect(asked, JSON.stringify(screen)).toEqual(lines.map(([, expected]) => expected))
        expect(existsSync(join(desk.folder, 'canary'))).toBe(false)
        expect(screen).not.toContain('\u202e')
      }),
    )
  }
})

const BREAKS = ' \t\n"\'><=;|&(:'
const inBash = (line: string): string[] => ['complete', 'bash', BREAKS, line]

describe('what a shell asks', () => {
  it('is answered with commands, options, values, partners and what phd knows', () =>
    atDesk((desk) => {
      desk.equipped()
      const words = (line: string) => {
        const [, ...lines] = desk
          .phd(...inBash(line))
          .stdout.trimEnd()
          .split('\n')
        return lines
      }
      expect(words('phd price')).toEqual(['price-file'])
      expect(words('phd help price')).toEqual(['price-file'])
      expect(words('phd config s')).toEqual(['set'])
      expect(words('phd loa check --fi')).toEqual(['--file'])
      expect(words('phd loa check --max-a')).toEqual(['--max-age'])
      expect(words('phd --format ')).toEqual(['table', 'json', 'ndjson', 'csv'])
      expect(words('phd loa check --format=n')).toEqual(['ndjson'])
      expect(words('phd import --kind tr')).toEqual([])
      expect(words('phd import --kind terr')).toEqual(['territories'])
      expect(words('phd mail teach x.eml --kind po_')).toEqual(['po_submission'])
      expect(words('phd policy show a')).toEqual(['authorized'])
      expect(words('phd nfr check x --type s')).toEqual(['saas', 'self-managed'])
      expect(words('phd reply show loa-denial')).toEqual(['loa-denial', 'loa-denial-docusign'])
      expect(words('phd rebate status --quarter ')).toEqual(['FY27-Q3', 'FY27-Q4', 'FY28-Q1'])
      expect(words('phd config set dateO')).toEqual(['dateOrder'])
      expect(words('phd config set backups.')).toEqual(['backups.folder', 'backups.keep'])
      expect(words('phd digest --format ')).toEqual(['table', 'json', 'ndjson', 'csv', 'md', 'html'])
      expect(words('phd partner find --limit ')).toEqual([])
      expect(words('phd query --views current_acc')).toEqual(['current_accounts'])
      desk.phd('backup')
      expect(words('phd restore ')).toEqual([expect.stringMatching(/-2026-11-20T\d{6}Z\.db$/)])
      expect(desk.phd(...inBash('phd backup verify /')).stdout).toBe('files\n')
      expect(desk.phd(...inBash('phd query --file ')).stdout).toBe('files\n')
      expect(words('phd loa check lumen')).toEqual(['Lumen\\ Labs\\ 4\\ Ltd', 'Lumen\\ Systems\\ 14\\ LLC'])
      expect(words('phd leads list --partner "Lumen L')).toEqual(['Lumen Labs 4 Ltd'])
      expect(words('phd loa check -- lumen\\ l')).toEqual(['Lumen\\ Labs\\ 4\\ Ltd'])
      expect(words('phd loa check umen')).toEqual([])
      desk.phd('loa', 'request', 'loa-notice.eml', '--partner', 'Cobalt Labs 1 GmbH')
      const [request = ''] = words('phd loa deny --request ')
      expect(desk.phd('loa', 'list').stdout).toContain(request)
      expect(desk.phd(...inBash('phd import ')).stdout).toBe('files\n')
      expect(desk.phd(...inBash(`phd loa check --db ${desk.db}x lumen`)).stdout).toBe('words\n')
    }))

  it('is answered with what a shell may not put in as a list', () =>
    atDesk((desk) => {
      desk.imported()
      const kindOf = (line: string) => desk.phd(...inBash(line)).stdout.split('\n')[0]
      expect(kindOf('phd loa check Lumen')).toBe('words')
      expect(kindOf('phd loa check labs')).toBe('list')
      expect(kindOf('phd loa check senal')).toBe('words')
    }))

  it.each<[string, (desk: Desk) => void]>([
    ['missing', ({ db }) => rmSync(db)],
    ['empty', ({ db }) => writeFileSync(db, '')],
    ['damaged', ({ db }) => writeFileSync(db, Buffer.alloc(8192, 7))],
    ['not to be read', ({ db }) => writeFileSync(db, 'no database')],
    [
      'a pipe',
      ({ db }) => {
        rmSync(db)
        spawnSync('mkfifo', [db])
      },
    ],
    ['newer', ({ db }) => changed(db, 'PRAGMA user_version = 999')],
    ['changed by another program', ({ db }) => changed(db, 'CREATE VIEW mine AS SELECT 1')],
  ])('has no names and no error where the database is %s', (_, spoil) =>
    atDesk((desk) => {
      desk.imported()
      spoil(desk)
      const content = () => (statSync(desk.db, { throwIfNoEntry: false })?.isFile() ? readFileSync(desk.db) : null)
      const before = content()
      expect(desk.phd(...inBash('phd loa check Lumen'))).toEqual({ stdout: 'words\n', stderr: '', code: 0 })
      expect(content()).toEqual(before)
    }),
  )

  it('has no word that does not show as it is, wherever it comes from', () =>
    atDesk((desk) => {
      desk.imported()
      const inFish = (): string => desk.phd('complete', 'fish', 'phd', 'loa', 'check', 'Lumen').stdout
      expect(inFish()).toContain('Lumen Labs 4 Ltd')
      // Two partners of one name are completed by their ids.
      changed(
        desk.db,
        "UPDATE accounts SET id = id || char(27) || '[31m' || char(10) || 'x', name = 'Lumen Labs 4 Ltd' WHERE name LIKE 'Lumen%'",
      )
      expect(inFish()).toBe('words\n')
    }))

  it('does not wait for another program that writes', () =>
    atDesk((desk) => {
      desk.imported()
      const other = new Database(desk.db)
      other.exec('BEGIN IMMEDIATE')
      expect(desk.phd(...inBash('phd loa check "Lumen L')).stdout).toBe('words\nLumen Labs 4 Ltd\n')
      other.exec('COMMIT; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      expect(desk.phd(...inBash('phd loa check "Lumen L'))).toMatchObject({ stderr: '', code: 0 })
      other.close()
    }))

  it('never fails, whatever it asks', () =>
    atDesk((desk) => {
      desk.write('.config-broken', '[')
      for (const args of [
        [],
        ['bash'],
        ['bash', ''],
        ['klingon', 'phd'],
        ['zsh', 'phd', 'loa', "'"],
        ['fish', 'phd', '--', '\\'],
      ])
        expect(desk.phd('complete', ...args)).toMatchObject({ stderr: '', code: 0 })
    }))
})

function changed(db: string, sql: string): void {
  const opened = new Database(db)
  opened.exec(sql)
  opened.pragma('wal_checkpoint(TRUNCATE)')
  opened.close()
}

describe.skipIf(missing.includes('bash'))('what bash gets', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aé字 \'"\\$`!;&|<>()[]{}*?~#^=:@%/.,-\n\t'), maxLength: 12 })

  it('is to bash the very value, whatever is in it and however it was begun', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), fc.constantFrom('', '"', "'"), (values, quote) => {
        const begun = wordsOf(quote).at(-1)
        const pairs = values.flatMap((value) => {
          // A line is never in a name that is put in.
          const written = begun && forBash(value.replaceAll('\n', ''), begun)
          return written === null || written === undefined || value === '' ? [] : [[value.replaceAll('\n', ''), written] as const]
        })
        const line = pairs.map(([, written]) => `${quote}${written}${quote}`).join(' ')
        const { stdout } = spawnSync('bash', ['--norc', '-c', `printf '%s\\0' ${line || "''"}`], { encoding: 'utf8' })
        const given = stdout.split('\0').slice(0, pairs.length)
        expect(given.filter((each) => each !== '')).toEqual(pairs.map(([value]) => value).filter((each) => each !== ''))
      }),
      { numRuns: 15, seed: 15 },
    )
  })
})
